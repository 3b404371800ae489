package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.StoreLayout;
import dev.postern.ports.store.StoreConfigSource;
import dev.postern.ports.store.StoreOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sources of {@code etcd://host:2379,host:2379/prefix?option=value}. */
public final class EtcdSourceFactory implements ConfigSourceFactory {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdSourceFactory.class);

    private final Map<String, String> environment;

    /**
     * @param environment names the members, by {@code ETCD_ENDPOINTS}, where an address names none
     */
    public EtcdSourceFactory(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ConfigSource open(SourceUri uri) throws BadSourceException {
        StoreOptions options = StoreOptions.of(uri);
        if (uri.path().isEmpty()) {
            options.problem("there is no prefix, expected etcd://host:port/prefix");
        }
        EtcdConnection connection = EtcdConnection.read(options, uri.hosts(), environment);
        String namespace = options.text("namespace").orElse("");
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new BadSourceException("etcd source: " + String.join("; ", problems));
        }
        StoreLayout layout = new StoreLayout("etcd key", namespace + uri.path());
        return new StoreConfigSource<>(
                new StoreConfigSource.Prefix(uri.text(), layout, Optional.empty()),
                () -> new EtcdMembers(connection),
                members -> new PrefixWatch(members, layout.root()),
                line -> LOG.warn("{} source=etcd", line));
    }
}
