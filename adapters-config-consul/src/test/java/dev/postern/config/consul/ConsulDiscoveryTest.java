package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.discovery.EndpointDiscovery.Watch;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.RecordedUpdates;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.teststores.ConsulServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsulDiscoveryTest {
    private static ConsulServer server;

    private final RecordedUpdates updates = new RecordedUpdates(Duration.ofSeconds(60));
    private ConsulDiscovery discovery;

    @BeforeAll
    static void startTheServer() {
        server = ConsulServer.start();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void openTheDiscovery() {
        discovery = new ConsulDiscovery(Map.of("CONSUL_HTTP_ADDR", server.address()));
    }

    @AfterEach
    void closeTheDiscovery() {
        discovery.close();
    }

    private static ServiceRef service(String name) {
        return new ServiceRef("users", Map.of("service", List.of(name)));
    }

    private static ServiceRef service(String name, String option, String... values) {
        return new ServiceRef("users", Map.of("service", List.of(name), option, List.of(values)));
    }

    private static void register(String service, String id, int port, String more) {
        server.register("{\"Name\":\"" + service + "\",\"ID\":\"" + id + "\",\"Port\":" + port + more + "}");
    }

    private static String check(String id) {
        return ",\"Check\":{\"CheckID\":\"" + id + "\",\"TTL\":\"60s\",\"Status\":\"passing\"}";
    }

    @Test
    void instancesComeAndGo() throws Exception {
        discovery.watch(service("come"), updates);
        updates.awaitAddresses();
        register("come", "c2", 5002, "");
        updates.awaitAddresses("127.0.0.1:5002");
        register("come", "c1", 5001, "");
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
        server.deregister("c2");
        updates.awaitAddresses("127.0.0.1:5001");
    }

    @Test
    void anInstanceServesOnlyWhileItsChecksPass() throws Exception {
        register("checked", "k1", 5001, check("k1-alive"));
        register("checked", "k2", 5002, check("k2-alive"));
        RecordedUpdates lenient = new RecordedUpdates(Duration.ofSeconds(60));
        discovery.watch(service("checked"), updates);
        discovery.watch(service("checked", "warning", "allow"), lenient);
        updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
        server.checkSays("k2-alive", "warning");
        updates.awaitAddresses("127.0.0.1:5001");
        server.checkSays("k1-alive", "critical");
        updates.awaitAddresses();
        lenient.awaitAddresses("127.0.0.1:5002");
        server.checkSays("k1-alive", "passing");
        updates.awaitAddresses("127.0.0.1:5001");
        lenient.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
    }

    @Test
    void anInstanceInMaintenanceDoesNotServe() throws Exception {
        register("kept", "m1", 5001, "");
        discovery.watch(service("kept", "warning", "allow"), updates);
        updates.awaitAddresses("127.0.0.1:5001");
        server.ask("PUT", "/v1/agent/service/maintenance/m1?enable=true", "");
        updates.awaitAddresses();
        server.ask("PUT", "/v1/agent/service/maintenance/m1?enable=false", "");
        updates.awaitAddresses("127.0.0.1:5001");
    }

    @Test
    void whoSaysNoZoneIsInThatOfItsMachine() throws Exception {
        String machine = """
                {"Node":"machine-c","Address":"10.0.0.9","NodeMeta":{"zone":"c"},"Service":{"ID":"%1$s","Service":"zoned",
                 "Port":%2$d,"Meta":{%3$s}}}""";
        server.ask("PUT", "/v1/catalog/register", machine.formatted("z1", 5001, ""));
        server.ask("PUT", "/v1/catalog/register", machine.formatted("z2", 5002, "\"zone\":\"d\""));
        discovery.watch(service("zoned"), updates);
        assertEquals(
                List.of(Optional.of("c"), Optional.of("d")),
                updates.awaitAddresses("10.0.0.9:5001", "10.0.0.9:5002").stream()
                        .map(EndpointConfig::zone)
                        .toList());
    }

    @Test
    void addressWeightAndZoneComeFromTheDefinition() throws Exception {
        String place = ",\"Address\":\"10.0.0.7\",\"Meta\":{\"zone\":\"b\"}";
        register("full", "f1", 5001, place + ",\"Weights\":{\"Passing\":7,\"Warning\":2}" + check("f1-alive"));
        register("full", "f2", 5002, ",\"Address\":\"2001:db8::1\"");
        discovery.watch(service("full", "warning", "allow"), updates);
        assertEquals(
                List.of(
                        new EndpointConfig(new Address("10.0.0.7", 5001), 7, false, Optional.of("b")),
                        new EndpointConfig(new Address("2001:db8::1", 5002), 1, false, Optional.empty())),
                updates.awaitAddresses("10.0.0.7:5001", "[2001:db8::1]:5002"));
        server.checkSays("f1-alive", "warning");
        RecordedUpdates later = new RecordedUpdates(Duration.ofSeconds(60));
        while (updates.awaitAddresses("10.0.0.7:5001", "[2001:db8::1]:5002")
                        .getFirst()
                        .weight()
                != 2) {
            LockSupport.parkNanos(1_000_000);
        }
        discovery.watch(service("full"), later);
        later.awaitAddresses("[2001:db8::1]:5002");
    }

    @Test
    void onlyInstancesWithAllTagsServe() throws Exception {
        register("tagged", "t1", 5001, ",\"Tags\":[\"v2\",\"eu\"]");
        register("tagged", "t2", 5002, ",\"Tags\":[\"v2\"]");
        discovery.watch(service("tagged", "tags", "v2", "eu"), updates);
        updates.awaitAddresses("127.0.0.1:5001");
        RecordedUpdates others = new RecordedUpdates(Duration.ofSeconds(60));
        discovery.watch(service("tagged", "tags", "v2"), others);
        others.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5002");
    }

    @Test
    void severalServicesServeTogetherWithTheSharesOfTheirTags() throws Exception {
        register("old", "o1", 5001, ",\"Tags\":[\"urlprefix-/x\"]");
        register("old", "o2", 5002, ",\"Tags\":[\"urlprefix-/other\"]");
        register("new", "n1", 5003, ",\"Tags\":[\"urlprefix-/x weight=0.1\"]" + check("n1-alive"));
        Map<String, List<String>> options = Map.of(
                "service", List.of("old", "new"), "fabioTags", List.of("urlprefix-/x", "urlprefix-/x weight=0.1"));
        discovery.watch(new ServiceRef("x", options), updates);
        assertEquals(
                List.of(9_000, 1_000),
                updates.awaitAddresses("127.0.0.1:5001", "127.0.0.1:5003").stream()
                        .map(EndpointConfig::weight)
                        .toList());
        server.checkSays("n1-alive", "critical");
        assertEquals(1, updates.awaitAddresses("127.0.0.1:5001").getFirst().weight());
    }

    @Test
    void anInstanceOnANodeInMaintenanceDoesNotServe() throws Exception {
        try (ConsulServer own = ConsulServer.start()) {
            own.register("{\"Name\":\"web\",\"Port\":5001}");
            discovery.watch(service("web", "address", own.address()), updates);
            updates.awaitAddresses("127.0.0.1:5001");
            own.ask("PUT", "/v1/agent/maintenance?enable=true", "");
            updates.awaitAddresses();
            own.ask("PUT", "/v1/agent/maintenance?enable=false", "");
            updates.awaitAddresses("127.0.0.1:5001");
        }
    }

    @Test
    void twoInstancesWithOneAddressAreOneEndpointAndThoseWithoutPortAreNone() throws Exception {
        register("double", "d1", 5001, "");
        register("double", "d2", 5001, "");
        register("double", "d3", 0, "");
        discovery.watch(service("double"), updates);
        updates.awaitAddresses("127.0.0.1:5001");
    }

    @Test
    void anEndedWatchTellsNothingAndLeavesTheOthersAlone() throws Exception {
        register("ended", "e1", 5001, "");
        RecordedUpdates others = new RecordedUpdates(Duration.ofSeconds(60));
        Watch watch = discovery.watch(service("ended"), updates);
        discovery.watch(service("ended"), others);
        updates.awaitAddresses("127.0.0.1:5001");
        others.awaitAddresses("127.0.0.1:5001");
        watch.close();
        server.deregister("e1");
        others.awaitAddresses();
        assertEquals(1, updates.all().size());
    }

    @Test
    void anAgentThatIsGoneIsToldAndItsReturnToo() throws Exception {
        try (ConsulServer fragile = ConsulServer.start()) {
            fragile.register("{\"Name\":\"web\",\"Port\":5001}");
            discovery.watch(service("web", "address", fragile.address()), updates);
            updates.awaitAddresses("127.0.0.1:5001");
            fragile.kill();
            assertEquals("consul " + fragile.address() + ": connection refused", updates.awaitUnavailable());
            fragile.restart();
            updates.awaitAddresses("127.0.0.1:5001");
        }
    }

    @Test
    void aServerThatLostEverythingTakesNoEndpointAway() throws Exception {
        try (ConsulServer fragile = ConsulServer.start()) {
            for (int i = 0; i < 20; i++) {
                fragile.put("history", Integer.toString(i));
            }
            fragile.register("{\"Name\":\"web\",\"Port\":5001}");
            discovery.watch(service("web", "address", fragile.address()), updates);
            updates.awaitAddresses("127.0.0.1:5001");
            fragile.kill();
            fragile.restartEmpty();
            String reason =
                    "consul " + fragile.address() + ": has lost its history and knows nothing of service web any more";
            while (!updates.awaitUnavailable().equals(reason)) {
                LockSupport.parkNanos(1_000_000);
            }
            fragile.register("{\"Name\":\"web\",\"Port\":5002}");
            updates.awaitAddresses("127.0.0.1:5002");
            assertTrue(updates.all().stream().noneMatch(new EndpointUpdate.Endpoints(List.of())::equals));
            fragile.ask("PUT", "/v1/agent/service/deregister/web", "");
            updates.awaitAddresses();
        }
    }

    @Test
    void whatIsWrongWithTheOptionsIsSaidBeforeAnythingIsWatched() {
        Map<String, List<String>> options = new HashMap<>();
        options.put("tag", List.of("v2"));
        options.put("token", List.of("hunter2"));
        options.put("warning", List.of("alow"));
        options.put("address", List.of("a b"));
        ServiceRef wrong = new ServiceRef("users", options);
        assertEquals(
                List.of(
                        "service is missing",
                        "the address \"a b\" is not host:port",
                        "the option tag is unknown; did you mean \"tags\"?",
                        "token can't be written here, where others may read it: name a file in tokenFile or an "
                                + "environment variable in tokenEnv",
                        "warning is \"alow\", expected one of refuse, allow; did you mean \"allow\"?"),
                discovery.check(wrong).stream().sorted().toList());
        assertThrows(IllegalArgumentException.class, () -> discovery.watch(wrong, updates));
        assertEquals(List.of(), discovery.check(service("web")));
    }
}
