package dev.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl against the proxy, with Node's HTTP server behind it. */
class CurlIT {
    @TempDir
    private static Path folder;

    private static Path input;
    private static NodeService service;
    private static Proxy proxy;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(NodeService.isHere(), "no node on the PATH");
        input = Files.writeString(folder.resolve("input"), "some input\n");
        service = new NodeService();
        proxy = new Proxy(service.port());
    }

    @AfterAll
    static void stop() throws IOException {
        if (proxy != null) {
            proxy.close();
            service.close();
        }
    }

    /** What curl prints, its standard error included. */
    private static String curl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--http1.1", "--max-time", "30"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void gets() throws IOException {
        assertTrue(curl(proxy.url("/hello")).startsWith("hello from node "));
        assertTrue(curl("--http1.0", proxy.url("/hello")).startsWith("hello from node "));
        assertEquals("the end is the close\n", curl(proxy.url("/until-close")));
        assertTrue(curl(proxy.url("/streamed")).endsWith("line 999\n"));
        assertTrue(curl("--http1.0", proxy.url("/streamed")).endsWith("line 999\n"));
    }

    @Test
    void usesOneConnectionForManyRequests() throws IOException {
        String count = curl(
                "-w",
                "%{num_connects} ",
                "-o",
                "/dev/null",
                proxy.url("/hello"),
                "-o",
                "/dev/null",
                proxy.url("/empty"),
                "-o",
                "/dev/null",
                proxy.url("/streamed"));
        assertEquals("1 0 0 ", count);
    }

    @Test
    void asksForHeadsOnly() throws IOException {
        String head = curl("-I", proxy.url("/hello"), "-I", proxy.url("/hello"), "-w", "%{num_connects}\n");
        assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n") && head.endsWith("0\n"), head);
        assertTrue(curl("-i", proxy.url("/empty")).startsWith("HTTP/1.1 204 No Content\r\n"));
        assertTrue(curl("-i", "-H", "If-None-Match: \"a\"", proxy.url("/unchanged"))
                .startsWith("HTTP/1.1 304 "));
    }

    @Test
    void uploadsByLengthAndInChunks() throws IOException {
        String byLength = curl("--data-binary", "@-", proxy.url("/upload"));
        String inChunks = curl("-T", "-", "-X", "POST", proxy.url("/upload"));
        assertTrue(byLength.startsWith("{\"length\":11,"), byLength);
        assertEquals(byLength, inChunks);
    }

    @Test
    void waitsForTheBackendToAskForTheBody() throws IOException {
        String asked = curl("-v", "-H", "Expect: 100-continue", "--data-binary", "@-", proxy.url("/upload"));
        assertTrue(asked.contains("< HTTP/1.1 100 Continue") && asked.contains("{\"length\":11,"), asked);
        String refused = curl("-v", "-H", "Expect: 100-continue", "--data-binary", "@-", proxy.url("/refused"));
        assertTrue(refused.contains("< HTTP/1.1 403 ") && !refused.contains("100 Continue"), refused);
    }

    @Test
    void seesEarlyHintsAndTrailers() throws IOException {
        String hinted = curl("-i", proxy.url("/hints"));
        assertTrue(hinted.startsWith("HTTP/1.1 103 Early Hints\r\n"), hinted);
        assertTrue(hinted.contains("Link: </style.css>; rel=preload\r\n") && hinted.endsWith("hinted\n"), hinted);
        String raw = curl("--raw", "-H", "TE: trailers", proxy.url("/trailers"));
        assertTrue(raw.endsWith("0\r\nX-Sum: 42\r\n\r\n"), raw);
    }

    @Test
    void tellsWhatIsWrong() throws IOException {
        String answer = curl("-i", "-X", "BAD METHOD", proxy.url("/hello"));
        assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
        String deep = curl("-i", "--path-as-is", proxy.url("/a/../../hello"));
        assertTrue(deep.startsWith("HTTP/1.1 400 "), deep);
    }
}
