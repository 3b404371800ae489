package dev.postern.ports.config;

/** Makes sources of one scheme. Bound by its scheme; that is how a new backend is added. */
@FunctionalInterface
public interface ConfigSourceFactory {
    /** Checks the address and its options and makes the source; nothing is read before it is started. */
    ConfigSource open(SourceUri uri) throws BadSourceException;
}
