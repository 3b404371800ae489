package dev.postern.nio.blocking;

import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;

/** A service as {@code discover.dns} names it. */
record DnsService(String name, int port, Duration every) {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST_NAME = 253;

    /** The service, and what is wrong with it. */
    record Reading(DnsService service, List<String> problems) {}

    static Reading read(ServiceRef ref) {
        StoreOptions options = StoreOptions.of(ref);
        String name = options.required("name");
        if (name.length() > LONGEST_NAME || !name.matches("[^\\s:/]*")) {
            options.problem("name is \"" + name + "\", expected the name of a host");
        }
        DnsService service = new DnsService(
                name, port(options), options.duration("every", EVERY, Duration.ofSeconds(1), Duration.ofMinutes(60)));
        return new Reading(service, options.problems());
    }

    private static int port(StoreOptions options) {
        String text = options.required("port");
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (!text.isEmpty() && (port == 0 || port > MOST_PORT)) {
            options.problem("port is \"" + text + "\", expected 1 to " + MOST_PORT);
        }
        return port;
    }
}
