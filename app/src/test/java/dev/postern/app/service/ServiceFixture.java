package dev.postern.app.service;

import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.ManualControl;
import dev.postern.app.fakes.MemoryCertificates;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.ScriptedDiscovery;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.domain.config.Problem;
import dev.postern.ports.config.ConfigSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A configuration service between fakes, turned by hand. */
class ServiceFixture {
    static final Duration INTERVAL = Duration.ofMillis(100);

    final ManualControl control = new ManualControl();
    final RecordingTransport transport = new RecordingTransport();
    final LineCodec codec = new LineCodec();
    final StrictCompiler compiler = new StrictCompiler();
    final ScriptedDiscovery registry = new ScriptedDiscovery();
    final MemoryCertificates certificates = new MemoryCertificates();
    final Adapters adapters = new Adapters(
            codec,
            compiler,
            new SourceSchemes(Map.of()),
            new Discoveries(Map.of("registry", () -> registry)),
            _ -> transport,
            () -> (snapshot, request) -> List.of(),
            Outlets.NONE,
            certificates.makers());

    ConfigService started(ConfigSource... sources) {
        ConfigService service = new ConfigService(control, List.of(sources), adapters, transport, snapshot -> {});
        var _ = service.start();
        control.run();
        return service;
    }

    /** Lets what was told be applied, past the interval between changes. */
    void settle() {
        control.run();
        control.advance(INTERVAL);
    }

    <T> T answer(CompletableFuture<T> future) {
        control.run();
        if (!future.isDone()) {
            throw new AssertionError("there is no answer");
        }
        return future.join();
    }

    Set<String> routes() {
        return transport.inForce().config().routes().keySet();
    }

    static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
