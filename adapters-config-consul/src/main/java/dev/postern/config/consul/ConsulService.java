package dev.postern.config.consul;

import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A service as {@code discover.consul} names it.
 *
 * @param names taken together where there are several
 * @param tags an instance must have all of them
 * @param fabioTags an instance must have one of them, whose weight is its share; where there are none, any will do
 * @param warningAllowed whether an instance with a warning serves
 */
record ConsulService(
        List<String> names,
        List<String> tags,
        List<String> fabioTags,
        boolean warningAllowed,
        ConsulConnection connection) {
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** The service, and what is wrong with it. */
    record Reading(ConsulService service, List<String> problems) {}

    static Reading read(ServiceRef ref, Map<String, String> environment) {
        StoreOptions options = StoreOptions.of(ref);
        ConsulService service = new ConsulService(
                names(options),
                options.list("tags"),
                options.list("fabio-tags"),
                options.oneOf("warning", "refuse", List.of("refuse", "allow")).equals("allow"),
                ConsulConnection.read(options, options.list("address"), environment, WAIT));
        return new Reading(service, options.problems());
    }

    private static List<String> names(StoreOptions options) {
        List<String> names = options.list("service");
        if (names.isEmpty()) {
            options.problem("service is missing");
        } else if (names.stream().anyMatch(String::isBlank)) {
            options.problem("service is empty");
        }
        return names.stream().distinct().toList();
    }
}
