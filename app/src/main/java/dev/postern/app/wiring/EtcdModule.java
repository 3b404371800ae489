package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import dev.postern.config.etcd.EtcdDiscovery;
import dev.postern.config.etcd.EtcdRegistrar;
import dev.postern.config.etcd.EtcdSourceFactory;
import dev.postern.config.etcd.EtcdTargetFactory;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.ServiceRegistrar;

/** Configuration and endpoints from etcd. */
final class EtcdModule extends AbstractModule {
    @ProvidesIntoMap
    @StringMapKey("etcd")
    ConfigSourceFactory sources() {
        return new EtcdSourceFactory(System.getenv());
    }

    @ProvidesIntoMap
    @StringMapKey("etcd")
    ConfigTargetFactory targets() {
        return new EtcdTargetFactory(System.getenv(), Signature::ofThisProcess);
    }

    @ProvidesIntoMap
    @StringMapKey("etcd")
    @Singleton
    EndpointDiscovery discovery() {
        return new EtcdDiscovery(System.getenv());
    }

    @ProvidesIntoMap
    @StringMapKey("etcd")
    ServiceRegistrar registrar() {
        return new EtcdRegistrar(System.getenv());
    }
}
