package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.nio.reference.ReferenceParser;
import dev.postern.nio.reference.Vectors;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tables of smuggling attempts, through the whole transport, with a strict reader at either end of it. */
class SmugglingThroughProxyTest extends ProxyTest {
    private static final String SENTINEL = "GET /sentinel HTTP/1.1\r\nHost: s\r\n\r\n";

    private final StrictBackend backend = closing(new StrictBackend());

    SmugglingThroughProxyTest() throws IOException {
        super(1);
    }

    @BeforeEach
    void forwardEverything() {
        apply(new TestConfig().http("web", 0).triesOnce().forward("/", "up").upstream("up", backend.port()));
    }

    @TestFactory
    Stream<DynamicTest> requests() {
        // why not OPTIONS *: it matches no route by path.
        return Vectors.requests().stream()
                .filter(vector -> !vector.text().startsWith("OPTIONS *"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> sendsAndSees(vector)));
    }

    private void sendsAndSees(Vectors.Vector vector) throws IOException {
        RequestRun run = new RequestRun(vector.expected(), backend);
        assertEquals(vector.expected(), run.play(port("web"), vector.bytes()));
        assertEquals(List.of(), backend.violations());
    }

    @TestFactory
    Stream<DynamicTest> responses() {
        return Vectors.responses().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> relays(vector)));
    }

    private void relays(Vectors.Vector vector) throws IOException {
        backend.answer(new StrictBackend.Answers() {
            @Override
            public String to(StrictBackend.Seen request) {
                return request.request().target().equals("/sentinel")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsentinel"
                        : vector.text();
            }

            @Override
            public boolean closesBehind(StrictBackend.Seen request) {
                return vector.thenCloses() && !request.request().target().equals("/sentinel");
            }
        });
        StringBuilder outcome = new StringBuilder();
        boolean isUsable;
        try (Peer client = Peer.to(port("web"))) {
            client.send(vector.method() + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            isUsable = readAnswer(client, vector.method().equals("HEAD"), outcome);
            if (isUsable) {
                assertSentinel(client);
            }
        }
        if (!isUsable) {
            try (Peer client = Peer.to(port("web"))) {
                assertSentinel(client);
            }
        }
        List<StrictBackend.Seen> seen = backend.takeSeen();
        assertEquals(2, seen.size(), "requests at the endpoint");
        boolean kept = seen.get(0).connection() == seen.get(1).connection();
        if (outcome.toString().endsWith("]")) {
            outcome.append(kept ? " keep" : " close");
        } else {
            assertFalse(kept, "used again after " + outcome);
        }
        // why not the status: a response that breaks right behind its head is cut before the head has left.
        assertEquals(vector.expected().replaceFirst("[0-9]+ cut", "cut"), outcome.toString());
        assertEquals(List.of(), backend.violations());
    }

    /** Reads what the client gets; false when its connection ended in the middle. */
    private static boolean readAnswer(Peer client, boolean isToHead, StringBuilder outcome) throws IOException {
        ReferenceParser parser = new ReferenceParser(client.socket().getInputStream());
        while (true) {
            ReferenceParser.Message answer;
            try {
                answer = parser.response(isToHead);
            } catch (EOFException | SocketException e) {
                outcome.append("cut");
                return false;
            }
            int status = answer.status();
            outcome.append(status);
            if (status == 502) {
                assertEquals(isToHead, answer.body().isEmpty());
                return true;
            }
            if (status >= 200) {
                outcome.append(" [").append(answer.body()).append(']');
                return true;
            }
            outcome.append("; ");
        }
    }

    private static void assertSentinel(Peer client) throws IOException {
        client.send(SENTINEL);
        ReferenceParser.Message answer = new ReferenceParser(client.socket().getInputStream()).response(false);
        assertEquals("sentinel", answer.body());
    }
}
