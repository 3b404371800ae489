package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A proxy that stands in zone home. */
class ZoneTest extends ProxyTest {
    ZoneTest() {
        super(2, "home");
    }

    private EndpointConfig endpoint(String zone) throws IOException {
        Backend backend = backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + zone));
        return new EndpointConfig(new Address("127.0.0.1", backend.port()), 1, false, Optional.of(zone));
    }

    private int atHome(int requests) throws IOException {
        int home = 0;
        try (Peer client = client()) {
            for (int i = 0; i < requests; i++) {
                assertTrue(
                        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").head().startsWith("HTTP/1.1 200 "));
                home += client.read(4).equals("home") ? 1 : 0;
            }
        }
        return home;
    }

    private void among(EndpointConfig... endpoints) {
        apply(new TestConfig().http("web", 0).forward("", "up").upstream("up", Balance.ROUND_ROBIN, endpoints));
    }

    @Test
    void staysInItsZone() throws IOException {
        among(endpoint("home"), endpoint("away"));
        assertEquals(20, atHome(20));
    }

    @Test
    void spillsOverWhereItsZoneHasTooLittle() throws IOException {
        among(endpoint("home"), endpoint("away"), endpoint("away"), endpoint("away"));
        assertEquals(0.5, atHome(400) / 400.0, 0.15);
    }
}
