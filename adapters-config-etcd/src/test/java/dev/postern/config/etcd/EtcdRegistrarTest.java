package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.RecordedUpdates;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.discovery.ServiceRegistrar.Announcement;
import dev.postern.ports.discovery.ServiceRegistrar.Registration;
import dev.postern.ports.discovery.ServiceRegistrar.State;
import dev.postern.ports.teststores.EtcdServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class EtcdRegistrarTest {
    private static final String USERS = "127.0.0.1:5001";

    private final RecordedUpdates updates = new RecordedUpdates(Duration.ofSeconds(30));
    private final List<State> states = new CopyOnWriteArrayList<>();
    private EtcdServer server;
    private EtcdDiscovery discovery;

    @BeforeEach
    void watch() {
        server = EtcdServer.start();
        discovery = new EtcdDiscovery(Map.of());
        discovery.watch(
                new ServiceRef("users", Map.of("prefix", List.of("/s/users"), "address", List.of(server.address()))),
                updates);
    }

    @AfterEach
    void end() {
        discovery.close();
        server.close();
    }

    private Registration registration(String members) throws BadSourceException {
        return new EtcdRegistrar(Map.of())
                .open(
                        SourceUri.parse("etcd://" + members),
                        new Announcement(
                                "/s/users/1",
                                new EndpointConfig(new Address("127.0.0.1", 5001), 1, false, Optional.empty()),
                                Map.of(),
                                Duration.ofSeconds(2)));
    }

    @Test
    void anEntryOutlivesItsLeaseTimeAndEndsWhenItIsWithdrawn() throws Exception {
        try (Registration users = registration("127.0.0.1:1," + server.address())) {
            users.start(states::add);
            updates.awaitAddresses(USERS);
            int before = updates.all().size();
            // why: another lease of the same time that nobody keeps tells that the time is over
            String lease = server.grantLease(Duration.ofSeconds(4));
            server.putWithLease("/s/users/2", "127.0.0.1:5002", lease);
            updates.awaitAddresses(USERS, "127.0.0.1:5002");
            updates.awaitAddressesAfter(before + 1, USERS);
            assertEquals(List.of(new State.Entered("/s/users/1")), states);
            assertTrue(users.withdraw());
            updates.awaitAddressesAfter(before + 2);
        }
    }

    @Test
    void anEntryThatIsLostIsMadeAgain() throws Exception {
        try (Registration users = registration(server.address())) {
            users.start(states::add);
            updates.awaitAddresses(USERS);
            int before = updates.all().size();
            server.delete("/s/users/1");
            updates.awaitAddressesAfter(before);
            updates.awaitAddressesAfter(before + 1, USERS);
        }
    }

    @Test
    void aRegistryThatLostEverythingIsToldAgain() throws Exception {
        try (Registration users = registration(server.address())) {
            users.start(states::add);
            updates.awaitAddresses(USERS);
            int before = updates.all().size();
            server.kill();
            updates.awaitUnavailable();
            server.restartEmpty();
            updates.awaitAddressesAfter(before, USERS);
        }
    }

    @Test
    void whatCannotBeWithdrawnIsSaid() throws Exception {
        try (Registration users = registration(server.address())) {
            users.start(states::add);
            updates.awaitAddresses(USERS);
            server.kill();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            // why not the last of them at once: the store may tell of the key before the registration tells that it
            // stands.
            while (states.stream().noneMatch(State.Lost.class::isInstance) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            String lost = states.getLast().toString();
            assertTrue(lost.matches("Lost\\[reason=etcd " + server.address() + ": connection (refused|lost)]"), lost);
            assertFalse(users.withdraw());
        }
    }

    @Test
    void whatIsWrongWithTheOptionsIsSaidBeforeAnythingIsAsked() {
        BadSourceException refused =
                assertThrows(BadSourceException.class, () -> registration(server.address() + "/x?pasword-file=y"));
        assertEquals(
                "etcd registry: a path has no meaning here; the key is named apart from the members; the option"
                        + " pasword-file is unknown; did you mean \"password-file\"?",
                refused.getMessage());
    }
}
