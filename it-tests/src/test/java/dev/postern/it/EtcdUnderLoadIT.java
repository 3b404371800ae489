package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Changes in etcd, and what may happen to it, below steady load: no request fails, and the status tells. Failures last
 * {@code -Detcd.seconds=60} in the long form.
 */
class EtcdUnderLoadIT {
    private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("etcd.seconds", 2));
    private static final int CHANGES = Integer.getInteger("etcd.changes", 15);
    private static final int TRANSACTIONS = Integer.getInteger("etcd.transactions", 200);
    private static final int KEYS = Integer.getInteger("etcd.keys", 5_000);

    @Test
    void changesTakeEffectAtOnce() throws Exception {
        try (EtcdScene scene = new EtcdScene().run();
                KeptConnection probe = new KeptConnection(scene.port())) {
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= CHANGES; i++) {
                scene.version(Integer.toString(i));
                millis.add(EtcdScene.millisUntil(probe, "/version", "200 " + i));
                scene.etcd.put("postern/routes/new", "{ match: { path: /new }, respond: new }");
                millis.add(EtcdScene.millisUntil(probe, "/new", "200 new"));
                scene.etcd.delete("postern/routes/new");
                long begin = System.nanoTime();
                scene.program().eventually("gone", () -> scene.get("/new").equals("404"));
                millis.add((System.nanoTime() - begin) / 1_000_000);
            }
            long median = millis.stream().sorted().toList().get(millis.size() / 2);
            System.out.println("etcd: effect of " + millis.size() + " changes: median " + median + " ms, most "
                    + millis.stream().max(Long::compare).orElseThrow() + " ms");
            assertTrue(median < 2_000, millis.toString());
            scene.assertNoneFailed("etcd changing");
        }
    }

    @Test
    void aKilledServerAndItsReturn() throws Exception {
        try (EtcdScene scene = new EtcdScene().run()) {
            scene.etcd.kill();
            scene.awaitProblem("connection refused");
            LockSupport.parkNanos(FAILURE_NANOS);
            assertEquals("0", scene.get("/version"));
            scene.etcd.restart();
            assertReturns(scene, "killed");
        }
    }

    @Test
    void aServerThatReturnsEmptyIsNotBelieved() throws Exception {
        try (EtcdScene scene = new EtcdScene().run()) {
            scene.etcd.kill();
            scene.awaitProblem("connection refused");
            scene.etcd.restartEmpty();
            scene.awaitProblem("answers with nothing at all");
            LockSupport.parkNanos(FAILURE_NANOS);
            assertEquals("0", scene.get("/version"));
            scene.fill();
            scene.awaitNoProblem();
            assertReturns(scene, "restarted empty");
        }
    }

    @Test
    void aFrozenServer() throws Exception {
        try (EtcdScene scene = new EtcdScene()) {
            scene.runFrom("etcd://" + scene.etcd.address() + "/postern?maxStaleness=10s");
            assertTrue(scene.isReady());
            scene.etcd.freeze();
            scene.awaitProblem("no answer in time");
            scene.program().eventually("not ready", () -> !scene.isReady());
            LockSupport.parkNanos(FAILURE_NANOS);
            assertEquals("0", scene.get("/version"));
            scene.etcd.thaw();
            scene.program().eventually("ready", scene::isReady);
            assertReturns(scene, "frozen");
        }
    }

    private static void assertReturns(EtcdScene scene, String what) throws Exception {
        scene.version("after");
        try (KeptConnection probe = new KeptConnection(scene.port())) {
            System.out.println("etcd " + what + ": a change after its return took "
                    + EtcdScene.millisUntil(probe, "/version", "200 after") + " ms");
        }
        scene.awaitNoProblem();
        scene.assertNoneFailed("etcd " + what);
    }

    @Test
    void whatChangedAndWasCompactedWhileItWasCutOffArrives() throws Exception {
        try (EtcdScene scene = new EtcdScene();
                Cable cable = new Cable(scene.etcd.address())) {
            scene.run(cable.address());
            cable.cut();
            scene.awaitProblem("no answer in time");
            scene.version("meanwhile");
            scene.etcd.put("postern/routes/new", "{ match: { path: /new }, respond: new }");
            scene.etcd.delete("postern/routes/new");
            scene.etcd.compact(scene.etcd.transaction(Map.of("other", Optional.of("moves on"))));
            LockSupport.parkNanos(FAILURE_NANOS);
            assertEquals("0", scene.get("/version"));
            cable.mend();
            try (KeptConnection probe = new KeptConnection(scene.port())) {
                System.out.println("etcd cut off: what changed meanwhile took "
                        + EtcdScene.millisUntil(probe, "/version", "200 meanwhile") + " ms from the mending");
            }
            scene.awaitNoProblem();
            scene.assertNoneFailed("etcd cut off and compacted");
        }
    }

    @Test
    void aDefragmentationAndACompactionBetweenChanges() throws Exception {
        try (EtcdScene scene = new EtcdScene().run()) {
            for (int i = 1; i <= 5; i++) {
                scene.version("v" + i);
                scene.etcd.ask("/v3/maintenance/defragment", "{}");
                scene.etcd.compact(scene.etcd.transaction(Map.of("other", Optional.of("" + i))));
                scene.awaitVersion("v" + i);
            }
            scene.awaitNoProblem();
            scene.assertNoneFailed("etcd defragmented");
        }
    }

    @Test
    void endpointsComeAndGoWithTheirLeasesAndWhatIsNoneIsTold() throws Exception {
        try (EtcdScene scene = new EtcdScene();
                Service live = new Service("live")) {
            scene.etcd.put(
                    "postern/upstreams/live",
                    "{ discover: { etcd: { prefix: /services/live, address: \"" + scene.etcd.address() + "\" } } }");
            scene.etcd.put("postern/routes/live", "{ match: { prefix: /live }, upstream: live }");
            scene.etcd.put("/services/live/bad", "{ \"adress\": \"a:1\" }");
            scene.run();
            scene.awaitProblem("etcd key /services/live/bad is left out: there is no field adress");
            String lease = scene.etcd.grantLease(Duration.ofSeconds(6));
            scene.etcd.putWithLease(
                    "/services/live/1",
                    "{ \"address\": \"127.0.0.1:" + live.port()
                            + "\", \"weight\": 2, \"zone\": \"a\", \"metadata\": { \"team\": \"x\" } }",
                    lease);
            scene.program().eventually("served", () -> scene.get("/live").startsWith("live"));
            scene.etcd.delete("/services/live/bad");
            scene.program().eventually("gone", () -> scene.get("/live").equals("503"));
            scene.assertNoneFailed("etcd endpoints");
        }
    }

    @Test
    void badKeysHoldBackNothingElse() throws Exception {
        try (EtcdScene scene = new EtcdScene().run()) {
            scene.etcd.put("postern/routes/no-yaml", "{ match: [");
            scene.etcd.put("postern/routes/version", "{ match: { path: /version }, respnd: bad }");
            scene.etcd.put("postern/routes/dangling", "{ match: { path: /dangling }, upstream: nobody }");
            scene.etcd.put("postern/routes/good", "{ match: { path: /good }, respond: good }");
            scene.program().eventually("good", () -> scene.get("/good").equals("good"));
            assertEquals("0", scene.get("/version"));
            scene.awaitProblem("etcd key postern/routes/no-yaml");
            scene.awaitProblem("etcd key postern/routes/version");
            scene.awaitProblem("nobody");
            scene.version("1");
            scene.etcd.put("postern/routes/no-yaml", "{ match: { path: /yaml }, respond: yaml }");
            scene.etcd.put("postern/routes/dangling", "{ match: { path: /dangling }, upstream: service }");
            scene.awaitVersion("1");
            scene.program().eventually("yaml", () -> scene.get("/yaml").equals("yaml"));
            scene.program().eventually("dangling", () -> scene.get("/dangling").startsWith("backend"));
            scene.awaitNoProblem();
            scene.assertNoneFailed("etcd with bad keys");
        }
    }

    /** On one connection one worker answers, which is never to see something older after something newer. */
    @Test
    void aTransactionIsNeverSeenInHalves() throws Exception {
        try (EtcdScene scene = new EtcdScene();
                Service even = new Service("even");
                Service odd = new Service("odd")) {
            write(scene, 0, even);
            scene.run();
            List<Probe> probes = List.of(new Probe(scene.port()), new Probe(scene.port()));
            for (int i = 1; i <= TRANSACTIONS; i++) {
                write(scene, i, i % 2 == 0 ? even : odd);
                for (Probe probe : probes) {
                    probe.await(i);
                }
            }
            int seen = 0;
            for (Probe probe : probes) {
                seen += probe.end();
            }
            System.out.println("etcd: " + TRANSACTIONS + " transactions, " + seen + " looks at them, none at a half");
            scene.assertNoneFailed("etcd transactions");
        }
    }

    private static void write(EtcdScene scene, int number, Service service) {
        Map<String, Optional<String>> changes = new HashMap<>();
        for (String name : List.of("a", "b", "c")) {
            changes.put(
                    "postern/routes/txn-" + name,
                    Optional.of("{ match: { path: /" + name
                            + " }, upstream: txn, requestHeaders: { set: { X-Real-IP: \"" + number + "\" } } }"));
        }
        changes.put("postern/upstreams/txn", Optional.of("{ endpoints: [\"127.0.0.1:" + service.port() + "\"] }"));
        scene.etcd.transaction(changes);
    }

    @Test
    void fiveThousandKeys() throws Exception {
        try (EtcdScene scene = new EtcdScene()) {
            Map<String, Optional<String>> batch = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                batch.put(
                        "postern/routes/many-" + i,
                        Optional.of("{ match: { path: /many/" + i + " }, respond: \"" + i + "\" }"));
                if (batch.size() == 100 || i == KEYS - 1) {
                    scene.etcd.transaction(batch);
                    batch.clear();
                }
            }
            long begin = System.nanoTime();
            scene.run();
            long ready = (System.nanoTime() - begin) / 1_000_000;
            assertEquals(Integer.toString(KEYS - 1), scene.get("/many/" + (KEYS - 1)));
            List<Long> millis = new ArrayList<>();
            long cpuBefore = scene.program().cpu().toMillis();
            try (KeptConnection probe = new KeptConnection(scene.port())) {
                for (int i = 1; i <= CHANGES; i++) {
                    scene.version(Integer.toString(i));
                    millis.add(EtcdScene.millisUntil(probe, "/version", "200 " + i));
                }
            }
            long cpu = scene.program().cpu().toMillis() - cpuBefore;
            System.out.println("etcd: " + KEYS + " keys ready after " + ready + " ms; effect of a change: median "
                    + millis.stream().sorted().toList().get(millis.size() / 2) + " ms; CPU of " + CHANGES
                    + " changes with the load: " + cpu + " ms");
            scene.assertNoneFailed("etcd with " + KEYS + " keys");
        }
    }

    /** Looks at what a transaction changes without a pause. */
    private static final class Probe {
        private final KeptConnection connection;
        private final Thread thread;
        private volatile int version;
        private volatile String half = "";
        private volatile boolean done;
        private volatile int looks;

        Probe(int port) throws IOException {
            connection = new KeptConnection(port);
            thread = Thread.ofVirtual().start(this::look);
        }

        private void look() {
            try (connection) {
                int count = 0;
                while (!done && half.isEmpty()) {
                    judge(connection.get("/" + "abc".charAt(count++ % 3)));
                    looks = count;
                }
            } catch (IOException e) {
                half = e.toString();
            }
        }

        private void judge(String answer) {
            int begin = answer.indexOf("X-Real-IP: ") + 11;
            int number = Integer.parseInt(answer.substring(begin, answer.indexOf('\n', begin)));
            if (number < version || !answer.startsWith(number % 2 == 0 ? "200 even" : "200 odd")) {
                half = "after " + version + ": " + answer;
            }
            version = number;
        }

        void await(int number) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (version < number && half.isEmpty() && System.nanoTime() < end) {
                LockSupport.parkNanos(200_000);
            }
            assertEquals("", half);
            assertEquals(number, version);
        }

        int end() throws InterruptedException {
            done = true;
            thread.join();
            assertEquals("", half);
            return looks;
        }
    }
}
