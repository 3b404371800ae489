package dev.postern.ports.store;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Staleness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from what a feed of a store tells: each state is one event, and a state like the one before is none.
 * Events come on the feed's thread. Nothing is opened before the start. Ends with {@link #close()}.
 */
public final class StoreConfigSource<C extends StoreClient, T> implements ConfigSource {
    private final Origin origin;
    private final ProofOfLife proof = new ProofOfLife();
    private final Supplier<C> opener;
    private final Function<C, StoreFeed<T>> feeds;
    private final Reader<T> reader;
    private volatile @Nullable Run run;

    /** Makes an event of what is in the store; called on the feed's thread. */
    @FunctionalInterface
    public interface Reader<T> {
        /** {@link ConfigEvent.Unavailable} where what is there now is not to be taken. */
        ConfigEvent read(T value, String version);
    }

    /**
     * What is read.
     *
     * @param name as the operator wrote it
     * @param maxStaleness how long nothing may be proved before the proxy is not ready
     */
    public record Origin(String name, Optional<Duration> maxStaleness) {}

    private record Run(StoreClient client, StoreFeed<?> feed, Announcer<ConfigEvent> announcer) {}

    public StoreConfigSource(Origin origin, Supplier<C> opener, Function<C, StoreFeed<T>> feeds, Reader<T> reader) {
        this.origin = origin;
        this.opener = opener;
        this.feeds = feeds;
        this.reader = reader;
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public Acceptance acceptance() {
        return Acceptance.BY_ELEMENT;
    }

    @Override
    public Optional<Staleness> staleness() {
        return Optional.of(new Staleness(proof.age(), origin.maxStaleness()));
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        if (run != null) {
            throw new IllegalStateException(name() + " was started before");
        }
        C client = opener.get();
        StoreFeed<T> feed = feeds.apply(client);
        Announcer<ConfigEvent> announcer = new Announcer<>(listener);
        run = new Run(client, feed, announcer);
        feed.start(new StoreFeed.Listener<>() {
            private boolean isTaken = true;

            @Override
            public void told(T value, String version) {
                ConfigEvent event = reader.read(value, version);
                isTaken = event instanceof ConfigEvent.Documents;
                announcer.tell(event, content(event));
            }

            @Override
            public void proved(Duration ago) {
                // why: what the store proves then is not what was told
                if (isTaken) {
                    proof.proved(ago);
                }
            }

            @Override
            public void failed(String reason) {
                announcer.tell(new ConfigEvent.Unavailable(reason));
            }
        });
    }

    @Override
    public void refresh() {
        Run running = run;
        if (running != null) {
            running.announcer().forget();
            running.feed().refresh();
        }
    }

    @Override
    public void close() {
        Run running = run;
        if (running != null) {
            running.announcer().close();
            running.feed().close();
            running.client().close();
        }
    }

    /** A state that differs in nothing but what the store calls it is the same. */
    private static Object content(ConfigEvent event) {
        return event instanceof ConfigEvent.Documents told ? List.of(told.documents(), told.problems()) : event;
    }
}
