package dev.postern.config.consul;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.StoreLayout;
import dev.postern.ports.store.KeysReader;
import dev.postern.ports.store.StoreConfigSource;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sources of {@code consul://host:8500,host:8500/prefix?option=value}. */
public final class ConsulSourceFactory implements ConfigSourceFactory {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration LEAST_STALENESS = Duration.ofSeconds(2);
    private static final Duration MOST_STALENESS = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ConsulSourceFactory.class);

    private final Map<String, String> environment;

    /**
     * @param environment names the agent, by {@code CONSUL_HTTP_ADDR}, where an address names none
     */
    public ConsulSourceFactory(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ConfigSource open(SourceUri uri) throws BadSourceException {
        StoreOptions options = StoreOptions.of(uri);
        Optional<String> tags = options.text("tags");
        if (uri.path().isEmpty() && tags.isEmpty()) {
            options.problem("there is no prefix, expected consul://host:port/prefix");
        } else if (!uri.path().isEmpty() && tags.isPresent()) {
            options.problem("tags and the prefix " + uri.path() + " are both given; give each a --config of its own");
        }
        Optional<Duration> maxStaleness = options.duration("max-staleness", LEAST_STALENESS, MOST_STALENESS);
        Duration wait = maxStaleness
                .map(most -> most.dividedBy(2))
                .filter(half -> half.compareTo(WAIT) < 0)
                .orElse(WAIT);
        ConsulConnection connection = ConsulConnection.read(options, uri.hosts(), environment, wait);
        maxStaleness
                .filter(most -> most.compareTo(connection.patience().multipliedBy(2)) < 0)
                .ifPresent(most -> options.problem(
                        "max-staleness is " + most.toSeconds() + "s, expected at least twice the" + " wait of "
                                + connection.patience().toSeconds() + "s, in which nothing may be proved"));
        Optional<FabioOptions> fabio = tags.map(prefix -> FabioOptions.read(options, prefix, connection));
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new BadSourceException("consul source: " + String.join("; ", problems));
        }
        StoreConfigSource.Origin origin = new StoreConfigSource.Origin(uri.text(), maxStaleness);
        if (fabio.isPresent()) {
            return new StoreConfigSource<>(
                    origin,
                    () -> new ConsulAgents(connection),
                    agents -> new BlockingQuery<>(
                            agents, new TaggedServices(fabio.get().prefix())),
                    (services, version) ->
                            FabioReading.of(services, fabio.get()).told(version));
        }
        StoreLayout layout = new StoreLayout("consul key", uri.path());
        return new StoreConfigSource<>(
                origin,
                () -> new ConsulAgents(connection),
                agents -> new BlockingQuery<>(agents, new KeysBelow(agents, layout.root())),
                new KeysReader(layout, line -> LOG.warn("{} source=consul", line)));
    }
}
