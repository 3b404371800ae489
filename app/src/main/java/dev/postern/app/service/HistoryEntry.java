package dev.postern.app.service;

import dev.postern.domain.snapshot.SnapshotDiff;
import java.time.Instant;

/**
 * A configuration that was put in force.
 *
 * @param cause what it came from: the names of sources and discoveries, or what a person did
 * @param canRollBack whether its elements are still kept; false where only endpoints were found or lost
 */
public record HistoryEntry(long version, Instant at, String cause, SnapshotDiff difference, boolean canRollBack) {}
