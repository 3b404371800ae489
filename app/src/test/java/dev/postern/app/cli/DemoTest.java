package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ImmediateSource;
import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.app.fakes.TestConsole;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.Discoveries;
import dev.postern.app.service.SourceSchemes;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.Fragment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});

    @Test
    void tellsWhatToTryAndTakesAFreePortWhereTheWantedOneIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String wanted = Integer.toString(other.getLocalPort());
            CompletableFuture<Integer> exit =
                    CompletableFuture.supplyAsync(() -> Cli.run(context(), "demo", "--port", wanted));
            out.await("Ctrl-C ends.");
            stop.get().run();

            assertEquals(0, exit.get(10, TimeUnit.SECONDS), err::text);
            assertTrue(out.lines().getFirst().startsWith("Port " + wanted + " can't be had; taking "), out.text());
            assertFalse(out.text().contains("curl http://127.0.0.1:" + wanted), out.text());
            assertTrue(out.text().contains("/service1/hello"), out.text());
        }
    }

    @Test
    void configuresTheBackendsThatItRuns() throws Exception {
        Path file;
        try (DemoProxy demo = DemoProxy.prepare(18_080, Optional.empty())) {
            file = Path.of(demo.configs().getFirst());
            List<Integer> ports = PORT.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .map(text -> Integer.valueOf(text.substring(text.indexOf(':') + 1)))
                    .toList();

            assertEquals(18_080, ports.getFirst());
            assertEquals(5, ports.size(), "the proxy, each backend by itself, and both");
            assertTrue(answer(ports.get(1)).contains("This is service1"));
            assertTrue(answer(ports.get(2)).contains("This is service2"));
            assertEquals(ports.subList(1, 3), ports.subList(3, 5));
        }
        assertFalse(Files.exists(file), "the file goes with the demo");
    }

    @Test
    void speaksTlsWithACertificateThatGoesWithIt() throws Exception {
        Path file;
        try (DemoProxy demo = DemoProxy.prepare(18_443, Optional.of("made"))) {
            file = demo.certificate().orElseThrow();
            String text = Files.readString(Path.of(demo.configs().getFirst()));
            assertEquals("made", Files.readString(file));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertTrue(text.contains("18443\", tls: { certificates: [demo] } }"), text);
            assertTrue(text.contains("demo: { certificate: " + file + " }"), text);
        }
        assertFalse(Files.exists(file), "it goes with the demo");
    }

    @Test
    void prefersThePortThatIsWanted() throws IOException {
        int free = DemoProxy.freePort(0);

        assertEquals(free, DemoProxy.freePort(free));
        try (ServerSocket other = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            assertNotEquals(other.getLocalPort(), DemoProxy.freePort(free));
        }
    }

    private static String answer(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private CommandContext context() {
        Adapters adapters = new Adapters(
                new AnyText(),
                new StrictCompiler(),
                new SourceSchemes(Map.of("file", () -> uri -> ImmediateSource.file(uri.path()))),
                new Discoveries(Map.of()),
                _ -> new RecordingTransport(),
                () -> (snapshot, request) -> List.of());
        return new CommandContext(out.stream(), err.stream(), () -> adapters, (onStop, onReload) -> stop.set(onStop));
    }

    /** Knows no YAML: takes every text for the same listener. */
    private static final class AnyText implements ConfigCodec {
        private final LineCodec lines = new LineCodec();

        @Override
        public Fragment read(ConfigDocument document) {
            return lines.read(
                    new ConfigDocument(document.origin(), document.element(), "listener web 1", document.trust()));
        }

        @Override
        public Map<ElementId, String> texts(ConfigDocument document) {
            return lines.texts(document);
        }

        @Override
        public String schema(Optional<Section> element) {
            return element.map(Section::key).orElse("document");
        }

        @Override
        public Record defaults(Section section) {
            return lines.defaults(section);
        }
    }
}
