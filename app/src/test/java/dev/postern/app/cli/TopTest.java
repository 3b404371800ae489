package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.app.fakes.TestConsole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Terminal.Size SMALL = new Terminal.Size(6, 20);

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();
    private final TopScreen screen = new TopScreen("rate");

    private int run(String... args) {
        CommandContext context = new CommandContext(
                out.stream(),
                err.stream(),
                () -> {
                    throw new AssertionError("top needs no adapters");
                },
                (onStop, onReload) -> {});
        return Cli.run(context, args);
    }

    /** A proxy that tells what it was asked. */
    private static HttpServer proxy() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean isKnown =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (isKnown ? exchange.getRequestURI() + "\n" : "It asks for a token.\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isKnown ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void printsOnceWhereItIsNoTerminal(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        HttpServer server = proxy();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(
                    0, run("top", "--admin", url, "--token-file", token.toString(), "--sort", "errors"), err.text());
            assertEquals("/overview?upstreams=100&sort=errors\n", out.text());
            assertEquals(3, run("top", "--once", "--admin", url));
            assertTrue(err.text().contains("answers 401: It asks for a token."), err.text());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysWhenNobodyIsThereOrTheOrderIsNone() {
        assertEquals(3, run("top", "--admin", "http://127.0.0.1:1"));
        assertTrue(err.text().contains("can't reach http://127.0.0.1:1"), err.text());
        assertEquals(2, run("top", "--sort", "size"));
        assertTrue(err.text().contains("--sort is one of rate, errors, p99, name, written"), err.text());
    }

    private static String text(int lines) {
        return "Postern\nrates of it all and more than fits\n"
                + String.join(
                        "\n",
                        IntStream.range(0, lines)
                                .mapToObj(i -> i == 1 ? "! bad " + i : "line " + i)
                                .toList());
    }

    private List<String> plain() {
        return screen.lines(SMALL).stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9]*m", ""))
                .toList();
    }

    @Test
    void fillsTheScreenAndCutsWhatIsTooLong() {
        screen.show(text(1));
        assertEquals(List.of("Postern", "rates of it all and ", "line 0", "", "", "q quit   s sorted by"), plain());
    }

    @Test
    void scrollsBetweenTheHeadAndTheKeysAndNoFurtherThanThereIsText() {
        screen.show(text(5));
        assertEquals(List.of("line 0", "! bad 1", "line 2"), plain().subList(2, 5));
        assertFalse(screen.press(Key.DOWN));
        assertEquals(List.of("! bad 1", "line 2", "line 3"), plain().subList(2, 5));
        assertTrue(screen.lines(SMALL).get(2).startsWith("\u001b[31m! bad"));
        screen.press(Key.PAGE_DOWN);
        assertEquals(List.of("line 2", "line 3", "line 4"), plain().subList(2, 5));
        screen.press(Key.PAGE_UP);
        screen.press(Key.PAGE_UP);
        assertEquals("line 0", plain().get(2));
    }

    @Test
    void keepsWhatItShowedWhileTheProxyIsAway() {
        screen.show(text(2));
        screen.lost("can't reach it");
        assertEquals("line 0", plain().get(2));
        assertEquals("can't reach it; tryi", plain().getLast());
        screen.show(text(2));
        assertTrue(plain().getLast().startsWith("q quit"));
    }

    @Test
    void anotherOrderIsAskedForAtOnce() {
        assertTrue(screen.press(Key.SORT));
        assertEquals("errors", screen.order());
        for (int i = 1; i < TopCommand.ORDERS.size(); i++) {
            screen.press(Key.SORT);
        }
        assertEquals("rate", screen.order());
        assertTrue(screen.press(Key.UNWELL));
        assertTrue(screen.isUnwellOnly());
        screen.press(Key.QUIT);
        assertTrue(screen.isOver());
    }

    @ParameterizedTest
    @CsvSource({
        "q, QUIT",
        "s, SORT",
        "u, UNWELL",
        "'\u001b[A', UP",
        "'\u001bOB', DOWN",
        "'\u001b[5~', PAGE_UP",
        "'\u001b[6~', PAGE_DOWN",
        "x, OTHER"
    })
    void knowsItsKeys(String pressed, Key key) {
        assertEquals(List.of(key), Key.of(pressed));
    }

    @Test
    void severalKeysMayComeAtOnce() {
        assertEquals(List.of(Key.SORT, Key.UP, Key.PAGE_UP, Key.OTHER, Key.QUIT), Key.of("s\u001b[A\u001b[5~\rq"));
        assertEquals(List.of(Key.QUIT), Key.of("\u001b"));
    }
}
