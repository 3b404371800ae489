package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.OverloadConfig.Policy;
import dev.postern.domain.config.Percent;
import dev.postern.domain.overload.Overload.Cause;
import dev.postern.nio.overload.Strain;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker whose turns take too long, on a clock set by hand. */
class OverloadedTest {
    private static final String ASK = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static TestConfig config(Policy policy) {
        return new TestConfig()
                .overload(new OverloadConfig(policy, Duration.ofMillis(100), new Percent(0), Duration.ofSeconds(1)))
                .http("web", 0)
                .respond("/", "well");
    }

    private static void busy(HandTurned proxy, int turns) {
        for (int i = 0; i < turns; i++) {
            proxy.turnTaking(Duration.ofMillis(200));
        }
    }

    private static int refusedOf(int requests, HandTurned proxy, Peer client) throws IOException {
        int refused = 0;
        for (int i = 0; i < requests; i++) {
            String head = proxy.answer(client.send(ASK));
            client.body(head);
            if (head.startsWith("HTTP/1.1 503 ")) {
                refused++;
                assertTrue(head.contains("Retry-After: 1\r\n"), head);
                assertTrue(head.contains("Proxy-Status: postern; error=proxy_internal_response\r\n"), head);
            } else {
                assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            }
        }
        return refused;
    }

    @Test
    void refusesWhileItIsOverloadedAndNoLonger() throws IOException {
        try (HandTurned proxy = new HandTurned(config(Policy.SHED))) {
            Peer client = proxy.client();
            assertEquals(0, refusedOf(5, proxy, client));
            busy(proxy, 30);
            Strain.Shown shown = proxy.worker.strain().shown();
            assertEquals(950, shown.share());
            assertEquals(Set.of(Cause.LAG), shown.causes());
            int refused = refusedOf(100, proxy, client);
            assertTrue(refused >= 80 && refused < 100, refused + " of 100");

            proxy.pass(Duration.ofMillis(900));
            assertTrue(proxy.worker.strain().shown().share() > 0, "not all at once");
            proxy.pass(Duration.ofSeconds(6));
            assertEquals(0, proxy.worker.strain().shown().share());
            assertEquals(refused, proxy.worker.strain().shown().refused());
            client.close();
        }
    }

    @Test
    void whatIsRefusedIsRefusedBeforeItsBodyComes() throws IOException {
        try (HandTurned proxy = new HandTurned(config(Policy.SHED))) {
            busy(proxy, 30);
            int refused = 0;
            for (int i = 0; i < 10; i++) {
                Peer client = proxy.client();
                client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
                refused += proxy.answer(client).startsWith("HTTP/1.1 503 ") ? 1 : 0;
                client.close();
            }
            assertTrue(refused >= 6, refused + " of 10");
        }
    }

    @Test
    void unusedConnectionsAreKeptForAShorterTimeMeanwhile() throws IOException {
        try (HandTurned proxy = new HandTurned(config(Policy.SHED))) {
            Peer client = proxy.client();
            busy(proxy, 30);
            refusedOf(1, proxy, client);
            proxy.pass(Duration.ofMillis(900));
            assertFalse(HandTurned.hasBytes(client), "it is still there");
            proxy.pass(Duration.ofMillis(200));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void aWorkerThatHasNothingToDoFindsOutThatItIsOver() throws IOException {
        try (HandTurned proxy = new HandTurned(config(Policy.SHED))) {
            busy(proxy, 30);
            // Only its own timers turn it from now on, as they do where nothing comes.
            proxy.passIdle(Duration.ofSeconds(10));
            assertEquals(0, proxy.worker.strain().shown().share());
        }
    }

    @Test
    void nothingIsRefusedWhereThatIsNotWanted() throws IOException {
        try (HandTurned proxy = new HandTurned(config(Policy.IGNORE))) {
            busy(proxy, 30);
            assertEquals(0, refusedOf(20, proxy, proxy.client()));
        }
    }
}
