package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.StoreLayout;
import dev.postern.ports.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration lies in etcd, to be read or to be written: {@code etcd://host:2379,host:2379/prefix?option=value}.
 *
 * @param maxStaleness means something to who reads
 */
record EtcdPlace(EtcdConnection connection, StoreLayout layout, Optional<Duration> maxStaleness) {
    private static final Duration LEAST_STALENESS = Duration.ofSeconds(10);
    private static final Duration MOST_STALENESS = Duration.ofHours(1);

    /**
     * @param use how a message begins: {@code etcd source}
     * @param environment names the members, by {@code ETCD_ENDPOINTS}, where an address names none
     */
    static EtcdPlace read(SourceUri uri, String use, Map<String, String> environment) throws BadSourceException {
        StoreOptions options = StoreOptions.of(uri);
        if (uri.path().isEmpty()) {
            options.problem("there is no prefix, expected etcd://host:port/prefix");
        }
        EtcdConnection connection = EtcdConnection.read(options, uri.hosts(), environment);
        String namespace = options.text("namespace").orElse("");
        Optional<Duration> maxStaleness = options.duration("max-staleness", LEAST_STALENESS, MOST_STALENESS);
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new BadSourceException(use + ": " + String.join("; ", problems));
        }
        return new EtcdPlace(connection, new StoreLayout("etcd key", namespace + uri.path()), maxStaleness);
    }
}
