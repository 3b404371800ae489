package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Network;
import dev.postern.domain.config.RouteConfig.OnRemoval;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of WebSockets and TCP connections whose route is removed. */
class RouteRemovalTest extends ProxyTest {
    private static final Network EVERYBODY = new Network(new byte[] {127, 0, 0, 0}, 8);
    private static final Network NOBODY = new Network(new byte[] {10, 0, 0, 0}, 8);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Backend echo;

    RouteRemovalTest() throws IOException {
        echo = backend(new Backend(client -> {
            if (client.read(1).equals("G")) {
                client.head();
                client.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
            }
            client.socket().getInputStream().transferTo(client.socket().getOutputStream());
        }));
    }

    private TestConfig without(boolean isHttp, Duration grace) {
        TestConfig config = new TestConfig().grace(grace);
        if (isHttp) {
            config.http("web", 0);
        } else {
            config.tcpWithoutUpstream("web", 0).from(NOBODY, "other").upstream("other", echo.port());
        }
        return config.upstream("up", echo.port());
    }

    private TestConfig with(boolean isHttp, OnRemoval policy, Duration grace) {
        TestConfig config = without(isHttp, grace).onRemoval(policy);
        return isHttp ? config.forward("/a", "up") : config.from(EVERYBODY, "up");
    }

    private Peer session(boolean isHttp) throws IOException {
        if (isHttp) {
            return session("/a");
        }
        Peer client = client().send("T");
        assertLives(client);
        return client;
    }

    private Peer session(String path) throws IOException {
        Peer client = client();
        client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        client.head();
        assertLives(client);
        return client;
    }

    private static void assertLives(Peer client) throws IOException {
        assertEquals("hi", client.send("hi").read(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lastingOnesAreCutAtOnceWhereTheRouteWantsIt(boolean isHttp) throws IOException {
        apply(with(isHttp, OnRemoval.CLOSE, LONG));
        Peer client = session(isHttp);
        apply(without(isHttp, LONG));
        assertTrue(client.isClosed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drainingOnesHaveTheGraceAndNoMore(boolean isHttp) throws IOException {
        apply(with(isHttp, OnRemoval.DRAIN, LONG));
        Peer patient = session(isHttp);
        apply(without(isHttp, LONG));
        assertLives(patient);

        apply(with(isHttp, OnRemoval.DRAIN, SHORT));
        Peer hurried = session(isHttp);
        apply(without(isHttp, SHORT));
        assertTrue(hurried.isClosed());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keptOnesLiveOn(boolean isHttp) throws IOException {
        apply(with(isHttp, OnRemoval.KEEP, Duration.ZERO));
        Peer client = session(isHttp);
        Peer other = session(isHttp);
        apply(without(isHttp, Duration.ZERO));
        apply(without(isHttp, Duration.ZERO));
        assertLives(client);
        assertLives(other);
    }

    @Test
    void aRouteThatComesBackInTimeKeepsThem() throws IOException {
        Duration grace = Duration.ofSeconds(2);
        apply(with(true, OnRemoval.DRAIN, grace).forward("/b", "up"));
        Peer staying = session("/a");
        // why two: one for each worker, of which one has the one that stays too.
        List<Peer> leaving = List.of(session("/b"), session("/b"));
        apply(without(true, grace));
        apply(with(true, OnRemoval.DRAIN, grace));
        for (Peer each : leaving) {
            assertTrue(each.isClosed(), "its time is over, and so would be the other's");
        }
        assertLives(staying);
    }

    @Test
    void theOnesOfOtherRoutesAreLeftAlone() throws IOException {
        apply(with(true, OnRemoval.CLOSE, LONG));
        Peer client = session(true);
        apply(with(true, OnRemoval.CLOSE, LONG).respond("/b", "more"));
        assertLives(client);
        apply(with(true, OnRemoval.CLOSE, LONG).respond("/c", "else"));
        assertLives(client);
    }
}
