package dev.postern.domain.snapshot;

import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.ElementId;
import java.util.List;

/**
 * One element that differs between two configurations.
 *
 * @param keys which values differ in an element that changed; empty for one that came or went
 */
public record ElementChange(ElementId id, Kind kind, List<ConfigTree.Difference> keys) {
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
