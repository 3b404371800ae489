package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import dev.postern.config.consul.ConsulDiscovery;
import dev.postern.config.consul.ConsulSourceFactory;
import dev.postern.config.consul.ConsulTargetFactory;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.discovery.EndpointDiscovery;

/** Configuration from Consul's KV store, endpoints from its health checks. */
final class ConsulModule extends AbstractModule {
    @ProvidesIntoMap
    @StringMapKey("consul")
    ConfigSourceFactory sources() {
        return new ConsulSourceFactory(System.getenv());
    }

    @ProvidesIntoMap
    @StringMapKey("consul")
    ConfigTargetFactory targets() {
        return new ConsulTargetFactory(System.getenv(), Signature::ofThisProcess);
    }

    @ProvidesIntoMap
    @StringMapKey("consul")
    @Singleton
    EndpointDiscovery discovery() {
        return new ConsulDiscovery(System.getenv());
    }
}
