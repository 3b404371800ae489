package dev.postern.ports.config;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place that configuration comes from and changes at. Events come one at a time, on a thread of the source; the first
 * one comes soon after the start, whether the source can be read or not.
 */
public interface ConfigSource extends AutoCloseable {
    /** How a change is taken: a file by its whole, a store element by element. */
    enum Acceptance {
        WHOLE,
        BY_ELEMENT
    }

    /** As the operator wrote it, without secrets. */
    String name();

    Acceptance acceptance();

    /** How long nothing has been proved; empty for a source that needs no proof, such as a file. Any thread. */
    default Optional<Staleness> staleness() {
        return Optional.empty();
    }

    /** Reads, tells, and goes on watching. Called once. */
    void start(Consumer<ConfigEvent> listener);

    /** Reads again now and tells, changed or not. */
    void refresh();

    /** No event comes after it returns. */
    @Override
    void close();
}
