package dev.postern.ports.store;

import java.time.Duration;
import java.util.function.Function;

/** Something in a store that is read and then watched. Ends with {@link #close()}, after which little more is told. */
public interface StoreFeed<T> extends AutoCloseable {
    /** Called on the feed's thread, one call at a time. */
    interface Listener<T> {
        /**
         * All that there is now; perhaps the same as before.
         *
         * @param version what the store calls this state
         */
        void told(T value, String version);

        /**
         * What was told last was all that there was this long ago: the store has said so, or has said that nothing is
         * newer. Called at least every {@code wait} while all is well, changed or not.
         */
        default void proved(Duration ago) {}

        /** One line without secrets; what was told before is the last that is known. */
        void failed(String reason);
    }

    /** Reads, tells, and goes on watching. Called once. */
    void start(Listener<T> listener);

    /** Reads everything again at once, and tells it. */
    void refresh();

    @Override
    void close();

    /** The same feed, seen through a function that is called on its thread. */
    default <R> StoreFeed<R> map(Function<T, R> function) {
        StoreFeed<T> feed = this;
        return new StoreFeed<>() {
            @Override
            public void start(Listener<R> listener) {
                feed.start(new Listener<>() {
                    @Override
                    public void told(T value, String version) {
                        listener.told(function.apply(value), version);
                    }

                    @Override
                    public void proved(Duration ago) {
                        listener.proved(ago);
                    }

                    @Override
                    public void failed(String reason) {
                        listener.failed(reason);
                    }
                });
            }

            @Override
            public void refresh() {
                feed.refresh();
            }

            @Override
            public void close() {
                feed.close();
            }
        };
    }
}
