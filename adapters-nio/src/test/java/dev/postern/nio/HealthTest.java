package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointHealth;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Probes by real sockets, and what traffic sees of them. Longer than most files, because every kind of probe is asked
 * beside the same two endpoints and their letters.
 */
class HealthTest extends ProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SICK = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nsick";

    /** Answers probes as the test says now, and requests with a letter. */
    private Backend letter(String letter, AtomicReference<String> probeAnswer) throws IOException {
        return backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                client.send(
                        head.startsWith("GET /healthz")
                                ? probeAnswer.get()
                                : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + letter);
                head = client.head();
            }
        }));
    }

    private Backend letter(String letter) throws IOException {
        return letter(letter, new AtomicReference<>(OK));
    }

    private static HealthConfig probes() {
        return Probed.path("/healthz").after(2, 2);
    }

    private TestConfig config(HealthConfig health, int... ports) {
        return new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .health(health)
                .upstream("up", ports);
    }

    private String letters(int requests) throws IOException {
        StringBuilder letters = new StringBuilder();
        try (Peer client = Peer.to(port("web"))) {
            for (int i = 0; i < requests; i++) {
                String head = client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").head();
                letters.append(head.startsWith("HTTP/1.1 200") ? client.read(1) : head.substring(9, 12));
                if (!head.startsWith("HTTP/1.1 200")) {
                    client.body(head);
                }
            }
        }
        return letters.toString();
    }

    private EndpointHealth health(int port) {
        return health("up", port);
    }

    private EndpointHealth health(String upstream, int port) {
        return Objects.requireNonNull(transport.health().get(new EndpointId(upstream, new Address("127.0.0.1", port))));
    }

    private void eventuallyIs(int port, State state) {
        eventually(port + " is " + state, () -> health(port).state() == state);
    }

    private void eventuallyPassed(int port) {
        eventually(
                port + " passed",
                () -> health(port)
                        .probe()
                        .filter(probe -> probe.result().hasPassed())
                        .isPresent());
    }

    @Test
    void whoFailsItsProbesGetsNoRequestsUntilItRecovers() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(OK);
        Backend a = letter("A");
        Backend b = letter("B", answer);
        apply(config(probes(), a.port(), b.port()));
        eventuallyPassed(b.port());
        assertEquals(2, letters(4).chars().filter(c -> c == 'B').count());

        answer.set(SICK);
        eventuallyIs(b.port(), State.UNHEALTHY);
        eventually("no request goes there", () -> repeated(4).equals("AAAA"));
        assertEquals(
                "2 probes in a row failed: status 503, expected 200-399",
                health(b.port()).why());
        assertTrue(health(b.port()).since().isAfter(Instant.now().minusSeconds(60)));
        assertEquals(State.SERVING, health(a.port()).state());

        answer.set(OK);
        eventuallyIs(b.port(), State.WARMING);
        eventually("requests go there again", () -> repeated(4).contains("B"));
    }

    private String repeated(int requests) {
        try {
            return letters(requests);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyHealthyIs503() throws IOException {
        Backend a = letter("A", new AtomicReference<>(SICK));
        apply(config(probes(), a.port()));
        eventually("503", () -> repeated(1).equals("503"));
    }

    @Test
    void panicIgnoresHealthWhereTooFewAreLeft() throws IOException {
        Backend a = letter("A");
        Backend b = letter("B", new AtomicReference<>(SICK));
        Backend c = letter("C", new AtomicReference<>(SICK));
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .health(probes())
                .panic(50)
                .upstream("up", a.port(), b.port(), c.port()));
        eventuallyIs(b.port(), State.UNHEALTHY);
        eventuallyIs(c.port(), State.UNHEALTHY);
        String letters = letters(9);
        assertTrue(letters.contains("A") && letters.contains("B") && letters.contains("C"), letters);
    }

    @Test
    void asksWithHostPathAndFieldsThatAreWritten() throws IOException {
        AtomicReference<String> asked = new AtomicReference<>("");
        Backend a = backend(new Backend(client -> {
            asked.set(client.head());
            client.send("HTTP/1.1 204 No Content\r\n\r\n");
        }));
        apply(config(
                Probed.path("/ready?full=1")
                        .host("app.example.com")
                        .header("X-Token", "t 1")
                        .expect("204")
                        .after(1, 1),
                a.port()));
        eventuallyPassed(a.port());
        String head = asked.get();
        assertTrue(head.startsWith("GET /ready?full=1 HTTP/1.1\r\n"), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("\r\nhost: app.example.com\r\n"), head);
        assertTrue(head.contains("\r\nx-token: t 1\r\n"), head);
        assertTrue(head.contains("\r\nuser-agent: postern-probe\r\n"), head);
    }

    @Test
    void theBodyMustHaveTheText() throws IOException {
        Backend good = backend(Backend.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nall re\r\n8\r\nady here\r\n0\r\n\r\n"));
        Backend bad = backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot read."));
        apply(config(Probed.path("/").body("ready").after(1, 1), good.port(), bad.port()));
        eventuallyPassed(good.port());
        eventuallyIs(bad.port(), State.UNHEALTHY);
        assertEquals(
                "status 200, but not the expected text",
                health(bad.port()).probe().orElseThrow().result().detail());
    }

    /** The text must not be looked for without an end. */
    @Test
    void anEndlessBodyIsReadNoFurtherThanItsBeginning() throws IOException {
        CountDownLatch cut = new CountDownLatch(1);
        Backend endless = backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    client.send("x".repeat(1000));
                }
            } catch (IOException e) {
                cut.countDown();
            }
        }));
        apply(config(Probed.path("/").body("ready").after(1, 1), endless.port()));
        eventuallyIs(endless.port(), State.UNHEALTHY);
        await(cut);
    }

    @Test
    void everythingElseThanAWholeAnswerFails() throws IOException {
        assertFails("connection reset", client -> client.head());
        assertFails("response incomplete", client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nonly");
        });
        assertFails("malformed response", client -> {
            client.head();
            client.send("SSH-2.0-OpenSSH_9.2\r\n");
            client.head();
        });
        assertFails("malformed response", client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok");
            client.head();
        });
    }

    private void assertFails(String why, Backend.Script script) throws IOException {
        Backend bad = new Backend(script);
        try (bad) {
            apply(config(probes(), bad.port()));
            eventually(
                    why,
                    () -> health(bad.port())
                            .probe()
                            .filter(probe -> probe.result().detail().equals(why))
                            .isPresent());
        }
    }

    @Test
    void silenceFailsInTime() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Backend silent = backend(new Backend(client -> await(over)));
        apply(config(Probed.path("/").timeout(Duration.ofMillis(200)).after(1, 1), silent.port()));
        eventuallyIs(silent.port(), State.UNHEALTHY);
        over.countDown();
        apply(config(Probed.path("/").after(1, 1), nobody()));
    }

    @Test
    void aRefusedConnectionFails() throws IOException {
        int nobody = nobody();
        apply(config(probes(), nobody));
        eventuallyIs(nobody, State.UNHEALTHY);
        assertEquals("a probe failed: connect refused", health(nobody).why());
    }

    @Test
    void aNameThatNobodyKnowsFails() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .health(probes())
                .upstream("up", UpstreamConfig.Balance.ROUND_ROBIN, List.of(new Address("no-such-host.invalid", 80))));
        eventually(
                "fails",
                () -> transport.health().values().stream()
                        .allMatch(health -> health.why().equals("a probe failed: name not resolved")));
    }

    @Test
    void tcpTakesAConnectionOrATalk() throws IOException {
        Backend redis = backend(new Backend(client -> {
            if (client.socket().getInputStream().read() == 'P') {
                client.send("+PO");
                client.send("NG\r\n");
            }
            client.head();
        }));
        apply(config(Probed.tcp().after(1, 1), redis.port()));
        eventuallyPassed(redis.port());
        apply(config(Probed.tcp().send("PING\r\n").expect("+PONG").after(1, 1), redis.port()));
        eventually(
                "the text came",
                () -> health(redis.port())
                        .probe()
                        .filter(probe -> probe.result().detail().equals("the expected text came"))
                        .isPresent());
        apply(config(
                Probed.tcp()
                        .send("QUIT\r\n")
                        .expect("+PONG")
                        .timeout(Duration.ofMillis(200))
                        .after(1, 1),
                redis.port()));
        eventuallyIs(redis.port(), State.UNHEALTHY);
    }

    @Test
    void anEndpointThatWantsAProxyHeaderGetsOneThatNamesNobody() throws IOException {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Backend a = backend(new Backend(client -> said.add(client.head())));
        apply(new TestConfig()
                .tcp("web", 0, "up")
                .sendProxyHeaders(UpstreamConfig.ProxyProtocol.V1)
                .health(Probed.tcp().after(1, 1))
                .upstream("up", a.port()));
        eventually("PROXY UNKNOWN", () -> said.contains("PROXY UNKNOWN\r\n"));
    }

    @Test
    void oneProberAsksForAllUpstreamsThatAskTheSame() throws IOException {
        Backend a = letter("A");
        apply(new TestConfig()
                .http("web", 0)
                .health(Probed.path("/healthz").after(1, 1))
                .upstream("up", a.port())
                .health(Probed.path("/healthz").after(3, 4))
                .upstream("other", a.port())
                .health(Probed.path("/elsewhere").after(1, 1))
                .upstream("third", a.port()));
        assertEquals(2, transport.probers());
        eventuallyPassed(a.port());
        eventually(
                "the others know",
                () -> health("other", a.port()).probe().isPresent()
                        && health("third", a.port()).probe().isPresent());
        apply(config(probes(), a.port()));
        assertEquals(1, transport.probers());
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", a.port()));
        assertEquals(0, transport.probers());
    }

    @Test
    void whatIsKnownOutlivesChangesOfTheConfiguration() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(SICK);
        Backend a = letter("A");
        Backend b = letter("B", answer);
        HealthConfig slow = Probed.path("/healthz").every(Duration.ofHours(1)).after(2, 1);
        apply(config(slow, a.port(), b.port()));
        eventuallyIs(b.port(), State.UNHEALTHY);
        Instant since = health(b.port()).since();
        eventually(
                "that was a while ago",
                () -> Duration.between(since, Instant.now()).toMillis() > 600);
        answer.set(OK);
        apply(config(slow, a.port(), b.port()).respond("/new", "x"));
        apply(config(slow, b.port(), a.port()).upstream("more", a.port()));
        assertEquals("AAAA", letters(4));
        assertEquals(State.UNHEALTHY, health(b.port()).state());
        assertTrue(Duration.between(since, health(b.port()).since()).abs().toMillis() < 100);
    }

    @Test
    void whoJoinsWaitsForItsFirstProbe() throws Exception {
        CountDownLatch probed = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Backend a = letter("A");
        Backend b = backend(new Backend(client -> {
            String head = client.head();
            if (head.startsWith("GET /healthz")) {
                probed.countDown();
                await(answer);
                client.send(OK);
            }
            while (head.startsWith("GET /a")) {
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nB");
                head = client.head();
            }
        }));
        apply(config(probes(), a.port()));
        eventuallyPassed(a.port());
        apply(config(probes(), a.port(), b.port()));
        await(probed);
        assertEquals(State.UNPROVEN, health(b.port()).state());
        assertEquals("AAAAAAAA", letters(8));
        answer.countDown();
        eventually("B serves", () -> repeated(4).contains("B"));
    }

    @Test
    void whoIsAloneServesBeforeItsFirstProbe() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        Backend old = letter("A");
        Backend slow = backend(new Backend(client -> {
            String head = client.head();
            if (head.startsWith("GET /healthz")) {
                await(over);
            }
            while (head.startsWith("GET /a")) {
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nB");
                head = client.head();
            }
        }));
        apply(config(probes(), old.port()));
        apply(config(probes(), slow.port()));
        assertEquals("BBBB", letters(4));
        over.countDown();
    }

    @Test
    void withoutItsProbesEverybodyServesAgain() throws IOException {
        Backend a = letter("A");
        Backend b = letter("B", new AtomicReference<>(SICK));
        apply(config(probes(), a.port(), b.port()));
        eventuallyIs(b.port(), State.UNHEALTHY);
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", a.port(), b.port()));
        assertTrue(letters(4).contains("B"));
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
