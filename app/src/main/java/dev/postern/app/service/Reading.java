package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.ports.config.ConfigSource.Acceptance;
import dev.postern.ports.config.Fragment;
import java.util.List;

/**
 * One source at the moment of a change.
 *
 * @param fragments all that it says now
 * @param inForce what it gave to the snapshot in force; empty at the start
 */
record Reading(Acceptance acceptance, List<Fragment> fragments, List<Element> inForce) {}
