package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRegistrar;
import dev.postern.ports.store.StoreOptions;
import java.util.List;
import java.util.Map;

/** Enters endpoints into etcd by keys with a lease: {@code etcd://host:2379,host:2379?option=value}. */
public final class EtcdRegistrar implements ServiceRegistrar {
    private final Map<String, String> environment;

    /**
     * @param environment names the members, by {@code ETCD_ENDPOINTS}, where an address names none
     */
    public EtcdRegistrar(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Registration open(SourceUri registry, Announcement announcement) throws BadSourceException {
        StoreOptions options = StoreOptions.of(registry);
        if (!registry.path().isEmpty()) {
            options.problem("a path has no meaning here; the key is named apart from the members");
        }
        EtcdConnection connection = EtcdConnection.read(options, registry.hosts(), environment);
        String key = options.text("namespace").orElse("") + announcement.key();
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new BadSourceException("etcd registry: " + String.join("; ", problems));
        }
        String value = EndpointValues.write(announcement.endpoint(), announcement.metadata());
        return new LeasedKey(connection, new LeasedKey.Entry(key, value, announcement.lifetime()));
    }
}
