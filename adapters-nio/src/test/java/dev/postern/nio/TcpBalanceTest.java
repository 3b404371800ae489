package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.UpstreamConfig.Balance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One worker, because each balances what it has. */
class TcpBalanceTest extends ProxyTest {
    private final Map<Peer, String> open = new HashMap<>();

    TcpBalanceTest() {
        super(1);
    }

    private void balance(Balance policy) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (String name : List.of("A", "B")) {
            Backend backend = backend(new Backend(client -> client.send(name).rest()));
            addresses.add(new Address("127.0.0.1", backend.port()));
        }
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", policy, addresses));
    }

    private String connect() throws IOException {
        Peer client = client();
        String name = client.read(1);
        open.put(client, name);
        return name;
    }

    private long at(String name) {
        return open.values().stream().filter(name::equals).count();
    }

    @Test
    void leastRequestsCountsTheConnectionsThatAreOpen() throws IOException {
        balance(Balance.LEAST_REQUESTS);
        for (int i = 0; i < 6; i++) {
            connect();
        }
        assertEquals(3, at("A"));
        for (Map.Entry<Peer, String> each : Map.copyOf(open).entrySet()) {
            if (each.getValue().equals("A")) {
                open.remove(each.getKey());
                each.getKey().shutdownOutput();
                assertEquals("", each.getKey().rest(), "the endpoint has heard the end, and ended too");
            }
        }
        for (int i = 0; i < 3; i++) {
            assertEquals("A", connect(), "which has none left, while B has three");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Balance.class,
            names = {"HASH"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyPolicySpreadsConnections(Balance policy) throws IOException {
        balance(policy);
        for (int i = 0; i < 40; i++) {
            connect();
        }
        assertTrue(at("A") > 0 && at("B") > 0, open.values().toString());
    }

    @Test
    void hashKeepsAClientAtItsEndpoint() throws IOException {
        balance(Balance.HASH);
        String first = connect();
        for (int i = 0; i < 3; i++) {
            open.keySet().iterator().next().close();
            open.clear();
            assertEquals(first, connect());
        }
    }
}
