package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Clients that stick to an endpoint, and endpoints that drain. */
class StickyTest extends ProxyTest {
    private static final Pattern COOKIE =
            Pattern.compile("Set-Cookie: (POSTERN=[0-9a-f]{16}); Path=/; Max-Age=60; HttpOnly; SameSite=Lax\r\n");

    private final Backend[] backends = new Backend[3];

    /** What a client was answered: by which backend, and by which cookie it belongs there. */
    private record Told(char by, Optional<String> cookie) {}

    StickyTest() throws IOException {
        for (int i = 0; i < backends.length; i++) {
            backends[i] = named((char) ('a' + i));
        }
    }

    private Backend named(char name) throws IOException {
        return backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + name));
    }

    private EndpointConfig endpoint(int number, Drain drain) {
        return new EndpointConfig(new Address("127.0.0.1", backends[number].port()), 1, false, Optional.empty(), drain);
    }

    private TestConfig sticking(EndpointConfig... endpoints) {
        return new TestConfig()
                .sticky(new StickyConfig("POSTERN", Duration.ofMinutes(1)))
                .http("web", 0)
                .forward("", "up")
                .upstream("up", Balance.ROUND_ROBIN, endpoints);
    }

    private TestConfig sticking() {
        return sticking(endpoint(0, Drain.OFF), endpoint(1, Drain.OFF), endpoint(2, Drain.OFF));
    }

    private EndpointId id(char name) {
        return new EndpointId("up", new Address("127.0.0.1", backends[name - 'a'].port()));
    }

    private Told ask(String... fields) throws IOException {
        Peer client = client().send("GET / HTTP/1.1\r\nHost: x\r\n" + String.join("", fields) + "\r\n");
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        Matcher cookie = COOKIE.matcher(head);
        return new Told(client.read(1).charAt(0), cookie.find() ? Optional.of(cookie.group(1)) : Optional.empty());
    }

    private Told askHolding(Told before) throws IOException {
        return ask("Cookie: a=1; " + before.cookie().orElseThrow() + "\r\n");
    }

    private State state(char name) {
        return Objects.requireNonNull(transport.endpoints().get(id(name))).state();
    }

    @Test
    void aClientComesBackToItsEndpointAndIsNotToldAgain() throws IOException {
        apply(sticking());
        Told first = ask();
        for (int i = 0; i < 7; i++) {
            assertEquals(new Told(first.by(), Optional.empty()), askHolding(first));
        }
        assertTrue(ask().cookie().isPresent(), "who shows no cookie is told");
    }

    @Test
    void whoSticksToADeadEndpointIsTakenElsewhereAndToldSo() throws IOException {
        apply(sticking());
        Told first = ask();
        backends[first.by() - 'a'].close();
        Told second = askHolding(first);
        assertNotEquals(first.by(), second.by());
        assertEquals(new Told(second.by(), Optional.empty()), askHolding(second));
    }

    @Test
    void aDrainingEndpointKeepsItsClientsAndGetsNoOthers() throws IOException {
        apply(sticking());
        Told first = ask();
        assertTrue(transport.drain(id(first.by()), Drain.ON));
        assertTrue(transport.drain(id(first.by()), Drain.ON), "twice is once");
        assertEquals(State.DRAINING, state(first.by()));
        for (int i = 0; i < 7; i++) {
            assertEquals(first.by(), askHolding(first).by());
            assertNotEquals(first.by(), ask().by());
        }
        // What stays in the configuration stays drained.
        apply(sticking().respond("/other", "x"));
        assertEquals(State.DRAINING, state(first.by()));
        assertTrue(transport.drain(id(first.by()), Drain.OFF));
        eventually("it serves again", () -> {
            try {
                return ask().by() == first.by();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertFalse(transport.drain(new EndpointId("up", new Address("127.0.0.1", 1)), Drain.ON));
    }

    @Test
    void theConfigurationDrainsAsWell() throws IOException {
        apply(sticking());
        Told first = ask();
        EndpointConfig[] endpoints = new EndpointConfig[3];
        for (int i = 0; i < 3; i++) {
            endpoints[i] = endpoint(i, i == first.by() - 'a' ? Drain.ON : Drain.OFF);
        }
        apply(sticking(endpoints));
        assertEquals(State.DRAINING, state(first.by()));
        assertEquals(
                "drained by the configuration",
                Objects.requireNonNull(transport.health().get(id(first.by()))).why());
        assertEquals(first.by(), askHolding(first).by());
        for (int i = 0; i < 7; i++) {
            assertNotEquals(first.by(), ask().by());
        }
        apply(sticking());
        assertTrue(state(first.by()) == State.WARMING || state(first.by()) == State.SERVING);
    }

    @Test
    void unusedConnectionsOfADrainingEndpointAreClosedWhereThatIsAsked() throws IOException {
        apply(sticking());
        Told first = ask();
        eventually("it rests", () -> idle(first.by()) == 1);
        transport.drain(id(first.by()), Drain.ON);
        assertEquals(1, idle(first.by()));
        transport.drain(id(first.by()), Drain.CLOSE);
        assertEquals(0, idle(first.by()));
        askHolding(first);
        eventually("it is closed after its use", () -> open(first.by()) == 0);
    }

    private long idle(char name) {
        return Objects.requireNonNull(transport.endpoints().get(id(name))).idle();
    }

    private long open(char name) {
        return Objects.requireNonNull(transport.endpoints().get(id(name))).open();
    }
}
