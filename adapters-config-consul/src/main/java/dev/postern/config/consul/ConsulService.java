package dev.postern.config.consul;

import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A service as {@code discover.consul} names it.
 *
 * @param tags an instance must have all of them
 * @param warningAllowed whether an instance with a warning serves
 */
record ConsulService(String name, List<String> tags, boolean warningAllowed, ConsulConnection connection) {
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** The service, and what is wrong with it. */
    record Reading(ConsulService service, List<String> problems) {}

    static Reading read(ServiceRef ref, Map<String, String> environment) {
        StoreOptions options = StoreOptions.of(ref);
        ConsulService service = new ConsulService(
                options.required("service"),
                options.list("tags"),
                options.oneOf("warning", "refuse", List.of("refuse", "allow")).equals("allow"),
                ConsulConnection.read(options, options.list("address"), environment, WAIT));
        return new Reading(service, options.problems());
    }
}
