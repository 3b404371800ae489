package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.store.StoreConfigTarget;
import java.util.Map;
import java.util.function.Supplier;

/** Makes targets of {@code etcd://host:2379,host:2379/prefix?option=value}, the addresses of sources. */
public final class EtcdTargetFactory implements ConfigTargetFactory {
    private final Map<String, String> environment;
    private final Supplier<String> signature;

    /**
     * @param environment names the members, by {@code ETCD_ENDPOINTS}, where an address names none
     * @param signature of whoever writes
     */
    public EtcdTargetFactory(Map<String, String> environment, Supplier<String> signature) {
        this.environment = environment;
        this.signature = signature;
    }

    @Override
    public ConfigTarget open(SourceUri uri) throws BadSourceException {
        EtcdPlace place = EtcdPlace.read(uri, "etcd target", environment);
        return new StoreConfigTarget(
                uri.text(),
                place.layout(),
                new EtcdWriter(
                        new EtcdMembers(place.connection()), place.layout().root()),
                signature);
    }
}
