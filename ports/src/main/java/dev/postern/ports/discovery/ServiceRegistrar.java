package dev.postern.ports.discovery;

import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.SourceUri;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Enters endpoints where a discovery finds them. Bound by the discovery's key; that is how a new registry is added. */
@FunctionalInterface
public interface ServiceRegistrar {
    /** Checks the address and its options; nothing is asked before the registration is started. */
    Registration open(SourceUri registry, Announcement announcement) throws BadSourceException;

    /**
     * What is entered, and how.
     *
     * @param key below which name the registry has it
     * @param lifetime how long the entry stays when nothing keeps it alive
     */
    record Announcement(String key, EndpointConfig endpoint, Map<String, String> metadata, Duration lifetime) {}

    /** Keeps one entry alive. Ends with {@link #close()}, which takes the entry away. */
    interface Registration extends AutoCloseable {
        /** Enters, and goes on entering whatever the registry loses. Called once. */
        void start(Consumer<State> listener);

        /** Waits until the entry is gone; false when the registry could not be told, and keeps it for its lifetime. */
        boolean withdraw();

        @Override
        void close();
    }

    /** Told when it changes, one at a time, on a thread of the registration. */
    sealed interface State {
        /** @param where how the registry calls the entry */
        record Entered(String where) implements State {}

        /** The entry ends with its lifetime unless the registry comes back before. One line without secrets. */
        record Lost(String reason) implements State {}
    }
}
