package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.discovery.EndpointDiscovery.Watch;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.RecordedUpdates;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.teststores.EtcdServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EtcdDiscoveryTest {
    private static EtcdServer server;

    private final RecordedUpdates updates = new RecordedUpdates(Duration.ofSeconds(20));
    private EtcdDiscovery discovery;

    @BeforeAll
    static void startTheServer() {
        server = EtcdServer.start();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void openTheDiscovery() {
        discovery = new EtcdDiscovery(Map.of("ETCD_ENDPOINTS", "http://" + server.address()));
    }

    @AfterEach
    void closeTheDiscovery() {
        discovery.close();
    }

    private static ServiceRef below(String prefix) {
        return new ServiceRef("users", Map.of("prefix", List.of(prefix)));
    }

    @Test
    void endpointsComeAndGo() throws Exception {
        discovery.watch(below("/come"), updates);
        updates.awaitAddresses();
        server.put("/come/b", "127.0.0.1:5002");
        updates.awaitAddresses("127.0.0.1:5002");
        server.put("/come/a", "127.0.0.1:5001");
        server.put("/comes/c", "127.0.0.1:5003");
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
        server.delete("/come/b");
        updates.awaitAddresses("127.0.0.1:5001");
    }

    @Test
    void anEndpointLeavesWithItsLease() throws Exception {
        String lease = server.grantLease(Duration.ofMinutes(1));
        server.putWithLease("/leased/a", "127.0.0.1:5001", lease);
        server.put("/leased/b", "127.0.0.1:5002");
        discovery.watch(below("/leased/"), updates);
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
        // why not by its time: how much of it is left when it is first seen is nobody's to say.
        server.revokeLease(lease);
        updates.awaitAddresses("127.0.0.1:5002");
        assertEquals(2, updates.all().size(), updates.all().toString());
    }

    @Test
    void aValueMayTellMoreThanItsAddress() throws Exception {
        server.put("/full/a", "{\"address\": \"10.0.0.7:5001\", \"weight\": 7, \"zone\": \"b\", \"backup\": true}");
        server.put("/full/b", "[2001:db8::1]:5002\n");
        server.put("/full/c", "users.internal:5003");
        discovery.watch(below("/full"), updates);
        assertEquals(
                List.of(
                        new EndpointConfig(new Address("10.0.0.7", 5001), 7, true, Optional.of("b")),
                        new EndpointConfig(new Address("2001:db8::1", 5002), 1, false, Optional.empty()),
                        new EndpointConfig(new Address("users.internal", 5003), 1, false, Optional.empty())),
                updates.awaitAddresses("10.0.0.7:5001", "[2001:db8::1]:5002", "users.internal:5003"));
    }

    @Test
    void aValueThatCannotBeReadIsLeftOutAndTheOthersAreUsed() throws Exception {
        server.put("/odd/a", "127.0.0.1:5001");
        server.put("/odd/b", "{\"address\": ");
        server.put("/odd/c", "nonsense");
        server.put("/odd/d", "127.0.0.1:5004");
        discovery.watch(below("/odd"), updates);
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5004");
        EndpointUpdate.Endpoints told = (EndpointUpdate.Endpoints) updates.all().getLast();
        assertEquals(
                List.of(
                        "etcd key /odd/b is left out: neither host:port nor JSON",
                        "etcd key /odd/c is left out: the address is not host:port"),
                told.leftOut());
        server.put("/odd/c", "127.0.0.1:5003");
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5003", "127.0.0.1:5004");
    }

    @Test
    void anEndedWatchTellsNothingAndLeavesTheOthersAlone() throws Exception {
        server.put("/ended/a", "127.0.0.1:5001");
        RecordedUpdates others = new RecordedUpdates(Duration.ofSeconds(20));
        Watch watch = discovery.watch(below("/ended"), updates);
        discovery.watch(below("/ended"), others);
        updates.awaitAddresses("127.0.0.1:5001");
        others.awaitAddresses("127.0.0.1:5001");
        watch.close();
        server.delete("/ended/a");
        others.awaitAddresses();
        assertEquals(1, updates.all().size());
    }

    @Test
    void aServerThatIsGoneIsToldAndItsReturnToo() throws Exception {
        try (EtcdServer fragile = EtcdServer.start()) {
            fragile.put("/web/a", "127.0.0.1:5001");
            discovery.watch(
                    new ServiceRef("web", Map.of("prefix", List.of("/web"), "address", List.of(fragile.address()))),
                    updates);
            updates.awaitAddresses("127.0.0.1:5001");
            fragile.kill();
            assertEquals("etcd " + fragile.address() + ": connection refused", updates.awaitUnavailable());
            fragile.restart();
            updates.awaitAddresses("127.0.0.1:5001");
        }
    }

    @Test
    void whatIsWrongWithTheOptionsIsSaidBeforeAnythingIsWatched() {
        Map<String, List<String>> options = new HashMap<>();
        options.put("perfix", List.of("/web"));
        options.put("password", List.of("hunter2"));
        options.put("user", List.of("u"));
        options.put("cert", List.of("c.pem"));
        ServiceRef wrong = new ServiceRef("users", options);
        assertEquals(
                List.of(
                        "cert and key belong together, and only one of them is given",
                        "password can't be written here, where others may read it: name a file in passwordFile or an "
                                + "environment variable in passwordEnv",
                        "prefix is missing",
                        "the option perfix is unknown; did you mean \"prefix\"?",
                        "user and passwordFile or passwordEnv belong together, and only one of them is given"),
                discovery.check(wrong).stream().sorted().toList());
        assertThrows(IllegalArgumentException.class, () -> discovery.watch(wrong, updates));
        assertEquals(List.of(), discovery.check(below("/web")));
    }
}
