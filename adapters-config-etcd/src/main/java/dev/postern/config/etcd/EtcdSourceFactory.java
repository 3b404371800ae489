package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.store.KeysReader;
import dev.postern.ports.store.StoreConfigSource;
import java.util.Map;
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
        EtcdPlace place = EtcdPlace.read(uri, "etcd source", environment);
        return new StoreConfigSource<>(
                new StoreConfigSource.Origin(uri.text(), place.maxStaleness()),
                () -> new EtcdMembers(place.connection()),
                members -> new PrefixWatch(members, place.layout().root()),
                new KeysReader(place.layout(), line -> LOG.warn("{} source=etcd", line)));
    }
}
