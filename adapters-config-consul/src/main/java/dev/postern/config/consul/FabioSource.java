package dev.postern.config.consul;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Staleness;
import dev.postern.ports.store.Announcer;
import dev.postern.ports.store.ProofOfLife;
import dev.postern.ports.store.StoreFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Routes and upstreams from the tags by which services tell Fabio what they serve. Events come on the feed's thread.
 * Nothing is opened before the start. Ends with {@link #close()}.
 */
final class FabioSource implements ConfigSource {
    private final String name;
    private final FabioOptions options;
    private final Optional<Duration> maxStaleness;
    private final ProofOfLife proof = new ProofOfLife();
    private volatile @Nullable Run run;

    private record Run(ConsulAgents agents, StoreFeed<FabioReading> feed, Announcer<ConfigEvent> announcer) {}

    FabioSource(String name, FabioOptions options, Optional<Duration> maxStaleness) {
        this.name = name;
        this.options = options;
        this.maxStaleness = maxStaleness;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Acceptance acceptance() {
        return Acceptance.BY_ELEMENT;
    }

    @Override
    public Optional<Staleness> staleness() {
        return Optional.of(new Staleness(proof.age(), maxStaleness));
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        if (run != null) {
            throw new IllegalStateException(name + " was started before");
        }
        ConsulAgents agents = new ConsulAgents(options.connection());
        StoreFeed<SortedMap<String, List<String>>> services =
                new BlockingQuery<>(agents, new TaggedServices(options.prefix()));
        Run started =
                new Run(agents, services.map(found -> FabioReading.of(found, options)), new Announcer<>(listener));
        run = started;
        started.feed().start(new StoreFeed.Listener<>() {
            @Override
            public void told(FabioReading reading, String version) {
                started.announcer()
                        .tell(new ConfigEvent.Documents(reading.documents(), version, reading.problems()), reading);
            }

            @Override
            public void proved(Duration ago) {
                proof.proved(ago);
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
            running.agents().close();
        }
    }
}
