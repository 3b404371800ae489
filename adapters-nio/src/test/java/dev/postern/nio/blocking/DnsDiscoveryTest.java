package dev.postern.nio.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.discovery.EndpointDiscovery.Watch;
import dev.postern.ports.discovery.RecordedUpdates;
import dev.postern.ports.discovery.ServiceRef;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsDiscoveryTest {
    private static final String EVERY_SECOND = "1s";

    private final RecordedUpdates updates = new RecordedUpdates(Duration.ofSeconds(20));
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<String> answer = List.of();
    private volatile boolean fails;
    private final DnsDiscovery discovery = new DnsDiscovery(this::lookUp);

    @AfterEach
    void closeTheDiscovery() {
        discovery.close();
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (fails || !host.equals("users.test")) {
            throw new UnknownHostException(host);
        }
        return answer.stream().map(InetAddress::ofLiteral).toList();
    }

    private static ServiceRef service(String name, String port, String every) {
        return new ServiceRef("users", Map.of("name", List.of(name), "port", List.of(port), "every", List.of(every)));
    }

    private Watch watch() {
        return discovery.watch(service("users.test", "80", EVERY_SECOND), updates);
    }

    private void afterMoreLookUps(int more) {
        int enough = asked.get() + more;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (asked.get() < enough) {
            assertTrue(System.nanoTime() < deadline, "no more look-ups");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void tellsAllAddressesOfTheFamilyInFrontAndFollowsThem() throws Exception {
        answer = List.of("10.0.0.2", "2001:db8::1", "10.0.0.1");
        watch();
        updates.awaitAddresses("10.0.0.1:80", "10.0.0.2:80");
        answer = List.of("2001:db8::1", "10.0.0.1");
        updates.awaitAddresses("[2001:db8:0:0:0:0:0:1]:80");
        answer = List.of("10.0.0.3");
        updates.awaitAddresses("10.0.0.3:80");
    }

    @Test
    void anotherOrderIsNoChange() throws Exception {
        answer = List.of("10.0.0.1", "10.0.0.2");
        watch();
        updates.awaitAddresses("10.0.0.1:80", "10.0.0.2:80");
        answer = List.of("10.0.0.2", "10.0.0.1", "10.0.0.2");
        afterMoreLookUps(2);
        assertEquals(1, updates.all().size());
    }

    @Test
    void aLookUpThatFailsSaysSoAndTellsNoEndpoints() throws Exception {
        answer = List.of("10.0.0.1");
        watch();
        updates.awaitAddresses("10.0.0.1:80");
        fails = true;
        assertEquals("the name users.test can't be looked up", updates.awaitUnavailable());
        fails = false;
        updates.awaitAddresses("10.0.0.1:80");
    }

    @Test
    void anAnswerWithoutAddressesSaysSo() throws Exception {
        watch();
        assertEquals("the name users.test has no address", updates.awaitUnavailable());
        answer = List.of("10.0.0.1");
        updates.awaitAddresses("10.0.0.1:80");
    }

    @Test
    void aWatchThatIsClosedTellsNothingMore() throws Exception {
        answer = List.of("10.0.0.1");
        Watch watch = watch();
        updates.awaitAddresses("10.0.0.1:80");
        watch.close();
        answer = List.of("10.0.0.2");
        RecordedUpdates others = new RecordedUpdates(Duration.ofSeconds(20));
        discovery.watch(service("users.test", "81", EVERY_SECOND), others);
        others.awaitAddresses("10.0.0.2:81");
        assertEquals(1, updates.all().size());
    }

    @Test
    void saysWhatIsWrongWithTheOptions() {
        assertEquals(List.of(), discovery.check(service("users.test", "80", "10s")));
        assertEquals(List.of("port is \"0\", expected 1 to 65535"), discovery.check(service("users.test", "0", "10s")));
        assertEquals(
                List.of("name is \"a:80\", expected the name of a host"),
                discovery.check(service("a:80", "80", "10s")));
        assertEquals(
                List.of("every is \"0s\", expected whole seconds or minutes from 1s to 3600s"),
                discovery.check(service("users.test", "80", "0s")));
        assertEquals(
                List.of("name is missing", "port is missing", "the option nam is unknown; did you mean \"name\"?"),
                discovery.check(new ServiceRef("users", Map.of("nam", List.of("x")))));
        assertThrows(
                IllegalArgumentException.class,
                () -> discovery.watch(service("users.test", "http", EVERY_SECOND), updates));
    }

    @Test
    void theMachinesOwnNamesAreFound() throws Exception {
        assertTrue(new SystemNames().addresses("127.0.0.1").contains(InetAddress.ofLiteral("127.0.0.1")));
    }
}
