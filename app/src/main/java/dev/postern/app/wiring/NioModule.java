package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import dev.postern.app.service.RequestExplainer;
import dev.postern.nio.DryRun;
import dev.postern.nio.NioTransport;
import dev.postern.nio.blocking.DnsDiscovery;
import dev.postern.nio.blocking.SystemNames;
import dev.postern.nio.tls.SelfSigned;
import dev.postern.nio.tls.TlsCredentialReader;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.ThrowAwayCertificate;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.Optional;
import java.util.function.Function;

/** Sockets by plain NIO. */
final class NioModule extends AbstractModule {
    private final Optional<String> zone;

    /** @param zone where this proxy stands */
    NioModule(Optional<String> zone) {
        this.zone = zone;
    }

    @Provides
    @Singleton
    Function<Telemetry, ProxyTransport> transport() {
        return telemetry -> new NioTransport(Runtime.getRuntime().availableProcessors(), zone, telemetry);
    }

    @Provides
    CredentialReader credentials() {
        return new TlsCredentialReader();
    }

    @Provides
    ThrowAwayCertificate throwAway() {
        return new SelfSigned();
    }

    @ProvidesIntoMap
    @StringMapKey("dns")
    @Singleton
    EndpointDiscovery discovery() {
        return new DnsDiscovery(new SystemNames());
    }

    @Provides
    @Singleton
    RequestExplainer explainer() {
        return (snapshot, request) -> new DryRun(snapshot).explain(request.method(), request.url(), request.headers());
    }
}
