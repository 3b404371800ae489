package dev.postern.config.consul;

import dev.postern.ports.store.Secret;
import dev.postern.ports.store.StoreAddress;
import dev.postern.ports.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach the agents of one Consul, as the operator wrote it.
 *
 * @param agents tried in turn
 * @param namespace of Consul Enterprise; other servers refuse it and say why
 * @param patience how long an agent may keep a question when nothing changes
 */
record ConsulConnection(
        List<StoreAddress> agents,
        boolean tls,
        Optional<Path> ca,
        Optional<Secret> token,
        Optional<String> datacenter,
        Optional<String> namespace,
        Consistency consistency,
        Duration patience) {
    private static final int DEFAULT_PORT = 8500;
    private static final String DEFAULT_AGENT = "127.0.0.1:8500";

    /** Which server may answer. */
    enum Consistency {
        DEFAULT,
        STALE,
        CONSISTENT
    }

    /** Reads the options that every use of Consul has; what is wrong with them is in their problems. */
    static ConsulConnection read(
            StoreOptions options, List<String> hosts, Map<String, String> environment, Duration defaultWait) {
        List<String> agents = hosts;
        boolean tls = options.flag("tls");
        if (agents.isEmpty()) {
            String agent = environment.getOrDefault("CONSUL_HTTP_ADDR", DEFAULT_AGENT);
            tls |= agent.startsWith("https://");
            agents = List.of(agent.replaceFirst("^https?://", ""));
        }
        return new ConsulConnection(
                options.addresses(agents, DEFAULT_PORT),
                tls,
                options.path("ca"),
                options.secret("token"),
                options.text("datacenter"),
                options.text("namespace"),
                consistency(options.oneOf("consistency", "default", List.of("default", "stale", "consistent"))),
                options.duration("wait", defaultWait, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    private static Consistency consistency(String text) {
        return switch (text) {
            case "stale" -> Consistency.STALE;
            case "consistent" -> Consistency.CONSISTENT;
            default -> Consistency.DEFAULT;
        };
    }
}
