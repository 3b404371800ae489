package dev.postern.ports.config;

/** Makes targets of one scheme. Bound by its scheme, as sources are. */
@FunctionalInterface
public interface ConfigTargetFactory {
    /** Checks the address and its options and makes the target; nothing is asked before it is read. */
    ConfigTarget open(SourceUri uri) throws BadSourceException;
}
