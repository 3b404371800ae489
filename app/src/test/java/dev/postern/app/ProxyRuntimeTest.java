package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ImmediateSource;
import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.Discoveries;
import dev.postern.app.service.SourceSchemes;
import dev.postern.app.service.StartResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProxyRuntimeTest {
    private final RecordingTransport transport = new RecordingTransport();

    private ProxyRuntime proxy(String... lines) {
        Adapters adapters = new Adapters(
                new LineCodec(),
                new StrictCompiler(),
                new SourceSchemes(Map.of()),
                new Discoveries(Map.of()),
                _ -> transport,
                () -> (snapshot, request) -> List.of());
        return new ProxyRuntime(adapters, List.of(ImmediateSource.text("text", String.join("\n", lines))));
    }

    @Test
    void drainsForAsLongAsTheConfigurationInForceSays() throws Exception {
        try (ProxyRuntime proxy = proxy("listener web 8080", "shutdown 0 7")) {
            assertInstanceOf(StartResult.Serving.class, proxy.start().join());
            proxy.stop();
        }

        assertEquals(List.of("apply 1", "drain PT7S", "close"), transport.calls());
    }

    @Test
    void servesOnDuringTheDelay() throws Exception {
        try (ProxyRuntime proxy = proxy("listener web 8080", "shutdown 1 7")) {
            proxy.start().join();
            long begin = System.nanoTime();
            proxy.stop();
            assertTrue(System.nanoTime() - begin >= Duration.ofSeconds(1).toNanos(), "not before the delay is over");
        }

        assertEquals(List.of("apply 1", "drain PT7S", "close"), transport.calls());
    }

    @Test
    void cutsTheDelayShortWhenItIsClosed() throws Exception {
        ProxyRuntime proxy = proxy("listener web 8080", "shutdown 3600 7");
        proxy.start().join();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                proxy.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        proxy.close();

        stopped.get(10, TimeUnit.SECONDS);
        assertEquals(List.of("apply 1", "close"), transport.calls());
    }

    @Test
    void stopsWhatNeverServed() throws Exception {
        try (ProxyRuntime proxy = proxy("garbage")) {
            assertInstanceOf(StartResult.Invalid.class, proxy.start().join());
            proxy.stop();
        }

        assertEquals(List.of("drain PT0S", "close"), transport.calls());
    }
}
