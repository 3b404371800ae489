package dev.postern.ports.store;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Staleness;
import dev.postern.ports.config.StoreLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from the keys of a store: all keys of one state are one event, and a state like the one before is none.
 * Events come on the feed's thread. Nothing is opened before the start. Ends with {@link #close()}.
 */
public final class StoreConfigSource<C extends StoreClient> implements ConfigSource {
    private final Prefix prefix;
    private final ProofOfLife proof = new ProofOfLife();
    private final Supplier<C> opener;
    private final Function<C, StoreFeed<SortedMap<String, String>>> feeds;
    private final Complaints strangers;
    private volatile @Nullable Run run;

    /**
     * What is read.
     *
     * @param name as the operator wrote it
     * @param maxStaleness how long nothing may be proved before the proxy is not ready
     */
    public record Prefix(String name, StoreLayout layout, Optional<Duration> maxStaleness) {}

    private record Run(
            StoreClient client, StoreFeed<SortedMap<String, String>> feed, Announcer<ConfigEvent> announcer) {}

    /**
     * @param feeds makes the feed of all keys below the layout's root
     * @param log takes one line for each key that can hold nothing
     */
    public StoreConfigSource(
            Prefix prefix,
            Supplier<C> opener,
            Function<C, StoreFeed<SortedMap<String, String>>> feeds,
            Consumer<String> log) {
        this.prefix = prefix;
        this.opener = opener;
        this.feeds = feeds;
        this.strangers = new Complaints(log);
    }

    @Override
    public String name() {
        return prefix.name();
    }

    @Override
    public Acceptance acceptance() {
        return Acceptance.BY_ELEMENT;
    }

    @Override
    public Optional<Staleness> staleness() {
        return Optional.of(new Staleness(proof.age(), prefix.maxStaleness()));
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        if (run != null) {
            throw new IllegalStateException(name() + " was started before");
        }
        C client = opener.get();
        Run started = new Run(client, feeds.apply(client), new Announcer<>(listener));
        run = started;
        started.feed().start(new StoreFeed.Listener<>() {
            private boolean isPublishing;

            @Override
            public void told(SortedMap<String, String> values, String version) {
                Optional<String> publication = prefix.layout().publication(values);
                isPublishing = publication.isPresent();
                if (isPublishing) {
                    failed(unfinished(publication.orElseThrow()));
                    return;
                }
                StoreLayout.Reading reading = prefix.layout().read(values);
                strangers.stand(reading.strangers().stream()
                        .map(StoreConfigSource::complaint)
                        .toList());
                started.announcer().tell(new ConfigEvent.Documents(reading.documents(), version), reading.documents());
            }

            @Override
            public void proved(Duration ago) {
                // why: what the store proves then is not what was told
                if (!isPublishing) {
                    proof.proved(ago);
                }
            }

            @Override
            public void failed(String reason) {
                started.announcer().tell(new ConfigEvent.Unavailable(reason));
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

    private static String unfinished(String publication) {
        return "a publication has not ended yet (" + NetworkFailure.oneLine(publication)
                + "); if it never will, publish again with --take-over";
    }

    private static String complaint(String key) {
        return "event=key-left-out key=\"" + key + "\" reason=\"neither config, nor a section, nor an element of one\"";
    }
}
