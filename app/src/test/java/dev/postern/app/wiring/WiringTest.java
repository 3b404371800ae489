package dev.postern.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import dev.postern.app.ProxyRuntime;
import dev.postern.app.fakes.ImmediateSource;
import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.MemoryCertificates;
import dev.postern.app.fakes.MemoryModule;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.ScriptedDiscovery;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.RequestExplainer;
import dev.postern.app.service.StartResult;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.ThrowAwayCertificate;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WiringTest {
    private final RecordingTransport transport = new RecordingTransport();
    private final List<String> made = new ArrayList<>();

    private Adapters assemble() {
        return Wiring.assemble(List.of(new FakesModule()));
    }

    @Test
    void runsAConfigurationFromASourceThatAnotherJarBrings() throws Exception {
        MemoryModule.put("web", "listener web 8080", "upstream users 5001", "route users -> users");
        Adapters adapters = assemble();

        StartResult result;
        try (ProxyRuntime proxy =
                new ProxyRuntime(adapters, List.of(adapters.sources().open("memory://web")))) {
            result = proxy.start().join();
        }

        assertInstanceOf(StartResult.Serving.class, result);
        assertEquals(Set.of("users"), transport.inForce().config().routes().keySet());
        assertEquals(List.of("apply 1", "close"), transport.calls());
    }

    @Test
    void makesNoAdapterThatIsNotUsed() throws Exception {
        Adapters adapters = assemble();
        assertEquals(List.of(), made);

        adapters.sources().open("conf.d").close();

        assertEquals(List.of("file"), made);
    }

    @Test
    void namesTheKnownSchemesAndTheNearestOne() {
        Adapters adapters = assemble();

        BadSourceException e =
                assertThrows(BadSourceException.class, () -> adapters.sources().open("memry://web"));

        assertEquals(
                "memry://web: there is no kind of source called memry; known: file, memory; did you mean memory://?",
                e.getMessage());
    }

    @Test
    void saysWhichSchemeTwoAdaptersClaim() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> Wiring.assemble(List.of(new FakesModule(), new AbstractModule() {
                    @ProvidesIntoMap
                    @StringMapKey("memory")
                    ConfigSourceFactory another() {
                        return uri -> ImmediateSource.text("another", "");
                    }
                })));

        assertTrue(String.valueOf(e.getMessage()).contains("\"memory\""), e.getMessage());
    }

    private final class FakesModule extends AbstractModule {
        @Provides
        @Singleton
        ConfigCodec codec() {
            return new LineCodec();
        }

        @Provides
        @Singleton
        Function<CompileInput, Compilation> compiler() {
            return new StrictCompiler();
        }

        @Provides
        Function<Telemetry, ProxyTransport> transport() {
            return telemetry -> {
                made.add("transport");
                return transport;
            };
        }

        @Provides
        CredentialReader certificates() {
            made.add("certificates");
            return new MemoryCertificates();
        }

        @Provides
        CredentialFiles certificateFiles() {
            made.add("certificates");
            return new MemoryCertificates();
        }

        @Provides
        ThrowAwayCertificate throwAway() {
            made.add("certificates");
            return () -> "";
        }

        @Provides
        RequestExplainer explainer() {
            made.add("explainer");
            return (snapshot, request) -> List.of();
        }

        @ProvidesIntoMap
        @StringMapKey("file")
        ConfigSourceFactory files() {
            made.add("file");
            return uri -> ImmediateSource.file(uri.path());
        }

        @ProvidesIntoMap
        @StringMapKey("registry")
        EndpointDiscovery registry() {
            made.add("registry");
            return new ScriptedDiscovery();
        }
    }
}
