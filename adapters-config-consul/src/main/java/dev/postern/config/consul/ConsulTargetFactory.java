package dev.postern.config.consul;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.StoreLayout;
import dev.postern.ports.store.StoreConfigTarget;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes targets of {@code consul://host:8500,host:8500/prefix?option=value}, the addresses of sources. */
public final class ConsulTargetFactory implements ConfigTargetFactory {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final List<String> READING = List.of("max-staleness", "tags");

    private final Map<String, String> environment;
    private final Supplier<String> signature;

    /**
     * @param environment names the agent, by {@code CONSUL_HTTP_ADDR}, where an address names none
     * @param signature of whoever writes
     */
    public ConsulTargetFactory(Map<String, String> environment, Supplier<String> signature) {
        this.environment = environment;
        this.signature = signature;
    }

    @Override
    public ConfigTarget open(SourceUri uri) throws BadSourceException {
        StoreOptions options = StoreOptions.of(uri);
        if (uri.path().isEmpty()) {
            options.problem("there is no prefix, expected consul://host:port/prefix");
        }
        ConsulConnection connection = ConsulConnection.read(options, uri.hosts(), environment, WAIT);
        // why: an address is the same for who reads and who writes, and some options mean nothing to who writes
        READING.forEach(options::list);
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new BadSourceException("consul target: " + String.join("; ", problems));
        }
        StoreLayout layout = new StoreLayout("consul key", uri.path());
        return new StoreConfigTarget(
                uri.text(), layout, new ConsulWriter(new ConsulAgents(connection), layout.root()), signature);
    }
}
