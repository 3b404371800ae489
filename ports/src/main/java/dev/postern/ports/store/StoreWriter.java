package dev.postern.ports.store;

import dev.postern.ports.config.TargetException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads and writes the keys below a root of a store. One thread; calls wait. Ends with {@link #close()}. */
public interface StoreWriter extends AutoCloseable {
    /** Every key below the root. */
    State read() throws TargetException;

    /**
     * Writes all of these or none, provided that each key still has its version. False when one has not; then nothing
     * was written.
     *
     * @param others keys that are not written and must not have changed either, as far as the store can be asked so
     */
    boolean commit(List<Write> writes, Others others) throws TargetException;

    Limits limits();

    @Override
    void close();

    /** @param version what the store calls the whole of it */
    record State(SortedMap<String, Versioned> keys, long version) {}

    /** @param version of this key alone */
    record Versioned(String text, long version) {}

    /**
     * One key of a transaction.
     *
     * @param text empty to take the key away
     * @param version which the key must have; zero when there must be none
     */
    record Write(String key, Optional<String> text, long version) {}

    /** What else must be as it was: all of a state, or nothing because this is not the first transaction. */
    record Others(Optional<State> unchanged) {
        public static final Others ANY = new Others(Optional.empty());

        public static Others asIn(State state) {
            return new Others(Optional.of(state));
        }
    }

    /**
     * What one transaction can hold.
     *
     * @param bytes of all keys and texts together
     */
    record Limits(int writes, int bytes) {}
}
