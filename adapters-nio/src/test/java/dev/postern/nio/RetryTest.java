package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.Size;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route's {@code retry} asks for. One worker, so that endpoints are picked in turn: the first request goes to the first. */
class RetryTest extends ProxyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SICK = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nsick";

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    RetryTest() {
        super(1);
    }

    static RetryConfig retry(int attempts, List<String> on, List<String> methods, long bufferBytes) {
        return new RetryConfig(attempts, on, Optional.empty(), methods, new Size(bufferBytes), Optional.empty());
    }

    private static RetryConfig retry(String... on) {
        return retry(3, List.of(on), List.of("GET", "PUT"), 64 * 1024);
    }

    /** Answers all that comes, and remembers how it was asked. */
    private Backend answering(String response) throws IOException {
        return backend(new Backend(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                heads.add(head);
                client.send(response);
            }
        }));
    }

    private Peer proxy(RetryConfig retry, Backend... backends) throws IOException {
        apply(config().retry(retry).forward("/a", "up").upstream("up", ports(backends)));
        return client();
    }

    private static TestConfig config() {
        return new TestConfig().http("web", 0).retryBudget(0, 100);
    }

    private static int[] ports(Backend... backends) {
        return List.of(backends).stream().mapToInt(Backend::port).toArray();
    }

    private static String answer(Peer client) throws IOException {
        String head = client.head();
        return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()) + " " + client.body(head);
    }

    // ---- status

    @Test
    void aStatusIsTriedAgainElsewhereAndItsConnectionIsKept() throws IOException {
        Backend sick = answering(SICK);
        Peer client = proxy(retry("503"), sick, answering(OK));
        for (int i = 0; i < 10; i++) {
            assertEquals("200 ok", answer(client.send(GET)));
        }
        assertEquals(1, sick.accepted());
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 10_000_000})
    void aLargeAnswerThatIsTriedAgainCostsItsConnection(int length) throws IOException {
        Backend sick = answering(SICK.replace("4\r\n\r\nsick", length + "\r\n\r\n" + "x".repeat(1000)));
        Peer client = proxy(retry("503"), sick, answering(OK));
        for (int i = 0; i < 4; i++) {
            assertEquals("200 ok", answer(client.send(GET)));
        }
        eventually("each on a connection of its own", () -> sick.accepted() >= 1);
    }

    @Test
    void aChunkedAnswerThatNeverEndsIsLeft() throws IOException {
        Backend sick = answering(
                "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + "x".repeat(0x1000) + "\r\n");
        Peer client = proxy(retry("503"), sick, answering(OK));
        for (int i = 0; i < 4; i++) {
            assertEquals("200 ok", answer(client.send(GET)));
        }
    }

    @Test
    void theLastAnswerIsTheClientsWhereAllAreAlike() throws IOException {
        Peer client = proxy(retry("503"), answering(SICK), answering(SICK));
        assertEquals("503 sick", answer(client.send(GET)));
        assertEquals(3, heads.size());
    }

    @Test
    void oneAttemptIsOne() throws IOException {
        Peer client = proxy(retry(1, List.of("503", "connect"), List.of("GET"), 0), answering(SICK), answering(OK));
        assertEquals("503 sick", answer(client.send(GET)));
        assertEquals("200 ok", answer(client.send(GET)));
    }

    @Test
    void theOnlyEndpointIsTriedAgainAfterAPause() throws IOException {
        CountDownLatch second = new CountDownLatch(2);
        Backend only = backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                second.countDown();
                client.send(second.getCount() > 0 ? SICK : OK);
            }
        }));
        assertEquals("200 ok", answer(proxy(retry("503"), only).send(GET)));
    }

    @Test
    void whatIsNotNamedIsNotTriedAgain() throws IOException {
        Peer client = proxy(retry("502"), answering(SICK), answering(OK));
        assertEquals("503 sick", answer(client.send(GET)));
    }

    @Test
    void aMethodThatIsNotNamedIsNotTriedAgain() throws IOException {
        Peer client = proxy(retry("503"), answering(SICK), answering(OK));
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assertEquals("503 sick", answer(client));
    }

    @Test
    void aBudgetThatIsUsedUpLetsTheAnswerPass() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .retry(retry("503"))
                .retryBudget(0, 2)
                .forward("/a", "up")
                .upstream("up", ports(answering(SICK), answering(SICK))));
        Peer client = client();
        for (int i = 0; i < 5; i++) {
            assertEquals("503 sick", answer(client.send(GET)));
        }
        assertEquals(7, heads.size());
    }

    // ---- Retry-After

    @Test
    void theOnlyEndpointIsNotTriedAgainWhereItAskedForTime() throws IOException {
        Backend busy = answering(SICK.replace("\r\n\r\n", "\r\nRetry-After: 30\r\n\r\n"));
        Peer client = proxy(retry("503"), busy);
        String head = client.send(GET).head();
        assertTrue(head.startsWith("HTTP/1.1 503 ") && head.contains("\r\nRetry-After: 30\r\n"), head);
        assertEquals(1, heads.size());
    }

    @Test
    void noRetryGoesToWhoAskedForTimeButFirstTriesDo() throws IOException {
        Backend busy = answering(SICK.replace("\r\n\r\n", "\r\nRetry-After: 30\r\n\r\n"));
        Backend sick = answering(SICK.replace("sick", "SICK"));
        Peer client = proxy(retry("503"), busy, sick);
        assertEquals("503 SICK", answer(client.send(GET)), "first there, then at the other one, which goes on trying");
        heads.clear();
        assertEquals("503 SICK", answer(client.send(GET)));
        assertEquals(3, heads.size(), "the only one that may be tried, three times");
    }

    // ---- connections that break

    private Backend resetting(int beforeItReads) throws IOException {
        return backend(new Backend(client -> {
            String head = client.head();
            heads.add(head);
            client.read(beforeItReads);
            client.reset();
        }));
    }

    @Test
    void aResetOfAFirstUseIsTriedElsewhereAlsoWithoutRules() throws IOException {
        Backend bad = resetting(0);
        apply(config().forward("/a", "up")
                .upstream("up", bad.port(), answering(OK).port()));
        Peer client = client();
        for (int i = 0; i < 4; i++) {
            assertEquals("200 ok", answer(client.send(GET)));
        }
        assertEquals(2, bad.accepted());
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assertTrue(client.head().startsWith("HTTP/1.1 502 "));
    }

    @Test
    void whoComesAgainSaysSo() throws IOException {
        Peer client = proxy(retry("reset"), resetting(0), answering(OK));
        assertEquals("200 ok", answer(client.send(GET.replace("Host", "X-Postern-Attempt: 7\r\nHost"))));
        assertFalse(heads.remove().contains("Attempt"));
        assertTrue(heads.remove().contains("\r\nX-Postern-Attempt: 2\r\n"));
    }

    @Test
    void aClientThatLeavesDuringAPauseLeavesNothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Backend bad = backend(new Backend(client -> {
            client.head();
            asked.countDown();
            client.reset();
        }));
        Peer client = proxy(retry(10, List.of("reset"), List.of("GET"), 0), bad);
        client.send(GET);
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        client.reset();
        eventually("nothing is on loan", () -> transport.buffersOnLoan() == 0);
    }

    // ---- bodies

    private static String put(String framing) {
        return "PUT /a HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n";
    }

    /** Answers with how long the body was, and whether it is as it was sent. */
    private Backend checking(String body) throws IOException {
        return backend(new Backend(client -> {
            String head = client.head();
            String came = head.contains("chunked") ? chunked(client) : client.read(body.length());
            client.send(OK.replace("ok", came.equals(body) ? "ok" : "no"));
        }));
    }

    private static String chunked(Peer client) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = Integer.parseInt(client.readThrough("\r\n").strip(), 16);
            body.append(client.read(length));
            client.read(2);
            if (length == 0) {
                return body.toString();
            }
        }
    }

    private static String body(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.substring(0, length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 20_000, 64 * 1024})
    void aBodyThatIsKeptIsSentAgain(int length) throws IOException {
        String body = body(length);
        Peer client = proxy(retry("reset"), resetting(length), checking(body));
        client.send(put("Content-Length: " + length)).send(body);
        assertEquals("200 ok", answer(client));
    }

    @Test
    void aBodyOfSeveralBuffersIsSentAgain() throws IOException {
        String body = body(1_000_000);
        Peer client =
                proxy(retry(2, List.of("reset"), List.of("PUT"), 1 << 20), resetting(body.length()), checking(body));
        client.send(put("Content-Length: " + body.length())).send(body);
        assertEquals("200 ok", answer(client));
    }

    @Test
    void aChunkedBodyIsSentAgain() throws IOException {
        String body = body(30_000);
        Peer client = proxy(retry("reset"), resetting(30_000), checking(body));
        client.send(put("Transfer-Encoding: chunked"));
        for (int i = 0; i < 30; i++) {
            client.send("3e8\r\n" + body.substring(i * 1000, i * 1000 + 1000) + "\r\n");
        }
        client.send("0\r\n\r\n");
        assertEquals("200 ok", answer(client));
    }

    @Test
    void aBodyWhoseEndHasNotComeGoesOnWhereItWas() throws Exception {
        String body = body(40_000);
        CountDownLatch gone = new CountDownLatch(1);
        Backend bad = backend(new Backend(client -> {
            client.head();
            client.read(20_000);
            client.reset();
            gone.countDown();
        }));
        Peer client = proxy(retry("reset"), bad, checking(body));
        client.send(put("Content-Length: 40000")).send(body.substring(0, 20_000));
        assertTrue(gone.await(10, TimeUnit.SECONDS));
        client.send(body.substring(20_000));
        assertEquals("200 ok", answer(client));
    }

    @Test
    void aBodyAfterWhichTheStatusIsTriedAgainIsSentAgain() throws IOException {
        String body = body(30_000);
        Backend sick = backend(new Backend(client -> {
            client.head();
            client.read(30_000);
            client.send(SICK);
        }));
        Peer client = proxy(retry("503"), sick, checking(body));
        client.send(put("Content-Length: 30000")).send(body);
        assertEquals("200 ok", answer(client));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 30000", "Transfer-Encoding: chunked"})
    void aBodyThatIsTooLargeToBeKeptIsNotSentAgain(String framing) throws IOException {
        boolean isChunked = framing.endsWith("chunked");
        Backend bad = resetting(30_000);
        Peer client = proxy(retry(2, List.of("reset"), List.of("PUT"), 20_000), bad, checking(body(30_000)));
        client.send(put(framing));
        client.send(isChunked ? "7530\r\n" + body(30_000) + "\r\n0\r\n\r\n" : body(30_000));
        assertTrue(client.head().startsWith("HTTP/1.1 502 "));
    }

    @Test
    void aMethodThatIsNamedIsSentAgainWithItsBody() throws IOException {
        String body = body(30_000);
        Peer client = proxy(retry(2, List.of("reset"), List.of("POST"), 64 * 1024), resetting(30_000), checking(body));
        client.send(put("Content-Length: 30000").replace("PUT", "POST")).send(body);
        assertEquals("200 ok", answer(client));
    }
}
