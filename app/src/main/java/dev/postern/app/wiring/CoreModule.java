package dev.postern.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.CredentialMakers;
import dev.postern.app.service.Discoveries;
import dev.postern.app.service.Outlets;
import dev.postern.app.service.RequestExplainer;
import dev.postern.app.service.SourceSchemes;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.ThrowAwayCertificate;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.ServiceRegistrar;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.traffic.ProxyTransport;
import jakarta.inject.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What adapters are gathered into, and the rules that all modules keep to. */
final class CoreModule extends AbstractModule {
    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
        MapBinder.newMapBinder(binder(), String.class, ConfigSourceFactory.class);
        MapBinder.newMapBinder(binder(), String.class, EndpointDiscovery.class);
        MapBinder.newMapBinder(binder(), String.class, ConfigTargetFactory.class);
        MapBinder.newMapBinder(binder(), String.class, ServiceRegistrar.class);
    }

    @Provides
    @Singleton
    Adapters adapters(
            ConfigCodec codec,
            Function<CompileInput, Compilation> compiler,
            Map<String, Provider<ConfigSourceFactory>> sources,
            Map<String, Provider<EndpointDiscovery>> discoveries,
            Provider<Function<Telemetry, ProxyTransport>> transport,
            Provider<RequestExplainer> explainer,
            Outlets outlets,
            CredentialMakers credentials) {
        return new Adapters(
                codec,
                compiler,
                new SourceSchemes(suppliers(sources)),
                new Discoveries(suppliers(discoveries)),
                telemetry -> transport.get().apply(telemetry),
                explainer::get,
                outlets,
                credentials);
    }

    @Provides
    @Singleton
    CredentialMakers credentials(
            Provider<CredentialReader> reader,
            Provider<CredentialFiles> files,
            Provider<ThrowAwayCertificate> throwAway) {
        return new CredentialMakers(reader::get, files::get, throwAway::get);
    }

    @Provides
    @Singleton
    Outlets outlets(
            Map<String, Provider<ConfigTargetFactory>> targets, Map<String, Provider<ServiceRegistrar>> registrars) {
        return new Outlets(suppliers(targets), suppliers(registrars));
    }

    private static <T> Map<String, Supplier<T>> suppliers(Map<String, Provider<T>> providers) {
        Map<String, Supplier<T>> suppliers = new HashMap<>();
        providers.forEach((key, provider) -> suppliers.put(key, provider::get));
        return suppliers;
    }
}
