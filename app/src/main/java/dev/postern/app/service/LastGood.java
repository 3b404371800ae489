package dev.postern.app.service;

import java.util.Optional;
import java.util.function.Supplier;

/** Keeps the last good configuration beyond the process. Called by the control thread, which never waits for it. */
public interface LastGood {
    LastGood NONE = new LastGood() {
        @Override
        public Optional<Saved> read() {
            return Optional.empty();
        }

        @Override
        public void save(Supplier<Saved> state, Runnable changed) {}

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }
    };

    /** What an earlier run saved; empty where there is nothing, or nothing that can be read. */
    Optional<Saved> read();

    /**
     * Saves soon. States are asked for in order, and where they come fast only the last is written.
     *
     * @param state called once, on the thread that saves
     * @param changed called on that thread when trouble comes or goes
     */
    void save(Supplier<Saved> state, Runnable changed);

    /** Why the last state is not saved, or the earlier one could not be read. */
    Optional<String> trouble();
}
