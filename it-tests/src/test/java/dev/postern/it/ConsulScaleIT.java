package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many keys and many services that flap: what that costs Consul and the proxy. {@code -Dconsul.routes=5000
 * -Dconsul.services=150 -Dconsul.seconds=30} for the long form.
 */
class ConsulScaleIT {
    private static final int ROUTES = Integer.getInteger("consul.routes", 300);
    private static final int SERVICES = Integer.getInteger("consul.services", 10);
    private static final int INSTANCES = 10;
    private static final int SECONDS = Integer.getInteger("consul.seconds", 3);
    /** Of Consul's own: operations in one transaction. */
    private static final int AT_ONCE = 60;

    private static void putRoutes(ConsulServer consul) {
        Map<String, Optional<String>> keys = new LinkedHashMap<>();
        for (int i = 0; i < ROUTES; i++) {
            keys.put(
                    "postern/routes/r" + i,
                    Optional.of("{ match: { prefix: /r" + i + " }, upstream: s" + i % SERVICES + " }"));
            if (keys.size() == AT_ONCE || i == ROUTES - 1) {
                consul.transaction(keys);
                keys.clear();
            }
        }
    }

    private static String check(int service, int instance) {
        return "c" + service + "-" + instance;
    }

    @Test
    void flappingCostsABoundedNumberOfRequestsAndABoundedShareOfACore(@TempDir Path folder) throws Exception {
        try (ConsulServer consul = ConsulServer.start();
                Forwarder way = new Forwarder(consul.address());
                Service one = new Service("one");
                Client client = new Client()) {
            consul.put("postern/listeners/web", "{ address: \"127.0.0.1:0\" }");
            consul.put("postern/admin", "{ address: \"127.0.0.1:0\" }");
            for (int s = 0; s < SERVICES; s++) {
                consul.put(
                        "postern/upstreams/s" + s,
                        "{ discover: { consul: { service: s" + s + ", address: \"" + way.address() + "\" } } }");
                for (int i = 0; i < INSTANCES; i++) {
                    consul.register(("{\"Name\":\"s%d\",\"ID\":\"s%d-%d\",\"Address\":\"127.0.0.%d\",\"Port\":%d,"
                                    + "\"Check\":{\"CheckID\":\"%s\",\"TTL\":\"10m\",\"Status\":\"passing\"}}")
                            .formatted(s, s, i, i + 1, one.port(), check(s, i)));
                }
            }
            putRoutes(consul);
            try (Program program = Program.run(
                    "run", "--state", folder.toString(), "--config", "consul://" + way.address() + "/postern")) {
                String url = program.ready().url("web");
                program.eventually(
                        "the last route",
                        () -> client.get(url + "/r" + (ROUTES - 1)).statusCode() != 404);
                long idleFrom = way.requests();
                long cpuFrom = program.cpu().toMillis();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
                long idle = way.requests() - idleFrom;
                long idleCpu = program.cpu().toMillis() - cpuFrom;

                long flapsFrom = way.requests();
                cpuFrom = program.cpu().toMillis();
                long begin = System.nanoTime();
                int flaps = 0;
                while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS)) {
                    String id = check(flaps % SERVICES, flaps / SERVICES % INSTANCES);
                    consul.checkSays(id, flaps / SERVICES / INSTANCES % 2 == 0 ? "critical" : "passing");
                    flaps++;
                }
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                long requests = way.requests() - flapsFrom;
                long cpu = program.cpu().toMillis() - cpuFrom;
                System.out.printf(
                        "consul scale: %d routes, %d services of %d; idle %d s: %d requests, %d ms of CPU; flapping %d ms:"
                                + " %d flaps, %d requests, %d ms of CPU; %d connections%n",
                        ROUTES,
                        SERVICES,
                        INSTANCES,
                        SECONDS,
                        idle,
                        idleCpu,
                        took.toMillis(),
                        flaps,
                        requests,
                        cpu,
                        way.connections());
                // why: at most one question in 50 ms for each watch, whatever happens
                assertTrue(requests <= (SERVICES + 1) * (took.toMillis() / 50 + 2), requests + " requests");
                assertTrue(client.get(url + "/r1").statusCode() != 404);
            }
        }
    }
}
