package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.ports.teststores.ConsulServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad backends before the running program: each is a process of its own, so that it can die as processes do. */
class HealthIT {
    private static final String OUTLIERS = "    outliers: { consecutiveFailures: 3, ejectFor: 60s }\n";
    private static final String PROBES =
            "    health: { path: /healthz, interval: 200ms, timeout: 1s, healthyAfter: 2, unhealthyAfter: 2 }\n";

    @TempDir
    private Path folder;

    private Program proxy(String rules, MoodyService... services) throws IOException {
        String endpoints = Stream.of(services)
                .map(service -> "\"127.0.0.1:" + service.port() + "\"")
                .collect(Collectors.joining(", "));
        return proxy("    endpoints: [" + endpoints + "]\n" + rules);
    }

    private Program proxy(String upstream) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                routes: { all: { upstream: service } }
                upstreams:
                  service:
                """ + upstream);
        return Program.run("run", "--config", file.toString()).ready();
    }

    /** Asks steadily until it is closed, and gathers what came. */
    private static final class Load implements AutoCloseable {
        private static final int CLIENTS = 8;

        final AtomicInteger answered = new AtomicInteger();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        final Set<String> names = ConcurrentHashMap.newKeySet();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean done;

        Load(String url) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(Thread.ofPlatform().start(() -> ask(url)));
            }
        }

        private void ask(String url) {
            try (Client client = new Client()) {
                while (!done) {
                    String text = client.text(url);
                    answered.incrementAndGet();
                    if (text.matches("[a-z]+")) {
                        names.add(text);
                    } else {
                        failures.add(text);
                    }
                }
            }
        }

        /** That many more answers. */
        void goesOn(Program program, int more) {
            int from = answered.get();
            program.eventually(more + " more answers", () -> answered.get() >= from + more);
        }

        /** Those that answer from now on are all of these. */
        void isAnsweredBy(Program program, Set<String> wanted) {
            program.eventually("only answered by " + wanted, () -> {
                names.clear();
                int from = answered.get();
                program.eventually("more answers", () -> answered.get() >= from + 50);
                return names.equals(wanted);
            });
        }

        /** Nobody fails any more; who has begun before may. */
        void isWell(Program program) {
            program.eventually("no more failures", () -> {
                int before = failures.size();
                goesOn(program, 200);
                return failures.size() == before;
            });
        }

        @Override
        public void close() {
            done = true;
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void whoIsKilledCostsNoRequestAndIsBackWhenItIs() throws IOException {
        try (MoodyService a = MoodyService.start("a");
                MoodyService b = MoodyService.start("b");
                MoodyService c = MoodyService.start("c");
                Program program = proxy(PROBES + OUTLIERS, a, b, c)) {
            String[] endpoint = {"\"upstream\":\"service\"", "\"endpoint\":\"127.0.0.1:" + c.port() + "\""};
            try (Load load = new Load(program.url("web") + "/")) {
                load.isAnsweredBy(program, Set.of("a", "b", "c"));
                load.goesOn(program, 500);
                c.kill();
                load.goesOn(program, 500);
                load.isAnsweredBy(program, Set.of("a", "b"));
                program.eventually("told", () -> program.logged("endpoint-unhealthy", endpoint));
                load.isWell(program);
                assertEquals(List.of(), List.copyOf(load.failures), () -> "of " + load.answered + program.err());
            }
            try (MoodyService again = MoodyService.start("c", c.port());
                    Load load = new Load(program.url("web") + "/")) {
                assertEquals(c.port(), again.port());
                load.isAnsweredBy(program, Set.of("a", "b", "c"));
                program.eventually("told of c", () -> program.logged("endpoint-healthy", endpoint));
                assertEquals(List.of(), List.copyOf(load.failures), () -> "of " + load.answered + program.err());
            }
        }
    }

    @Test
    void whoAnswers503IsLeftOutAfterAFew() throws IOException {
        try (MoodyService good = MoodyService.start("good");
                MoodyService bad = MoodyService.start("bad");
                Program program = proxy(OUTLIERS, good, bad);
                Load load = new Load(program.url("web") + "/")) {
            load.isAnsweredBy(program, Set.of("good", "bad"));
            bad.become("sick");
            load.isAnsweredBy(program, Set.of("good"));
            load.isWell(program);
            assertEquals(Set.of("503"), Set.copyOf(load.failures));
            program.eventually(
                    "told", () -> program.err().contains("\"reason\":\"3 failures in a row, the last: status 503\""));
        }
    }

    @Test
    void whoHangsCostsItsOwnRequestsTheirTimeAndNothingElse() throws IOException {
        try (MoodyService good = MoodyService.start("good");
                MoodyService bad = MoodyService.start("bad");
                Program program = proxy(OUTLIERS + "    responseTimeout: 2s\n", good, bad);
                Load load = new Load(program.url("web") + "/")) {
            load.isAnsweredBy(program, Set.of("good", "bad"));
            bad.become("hanging");
            load.isAnsweredBy(program, Set.of("good"));
            load.isWell(program);
            assertEquals(Set.of("504"), Set.copyOf(load.failures));
        }
    }

    @Test
    void whoAcceptsAndClosesIsLeftOutByItsProbesAndCostsNoRequest() throws IOException {
        try (MoodyService good = MoodyService.start("good");
                MoodyService bad = MoodyService.start("bad");
                Program program = proxy(PROBES + "    limits: { retryBudget: 100% }\n", good, bad);
                Load load = new Load(program.url("web") + "/")) {
            load.isAnsweredBy(program, Set.of("good", "bad"));
            bad.become("closing");
            load.isAnsweredBy(program, Set.of("good"));
            program.eventually("told", () -> program.logged("endpoint-unhealthy"));
            bad.become("well");
            load.isAnsweredBy(program, Set.of("good", "bad"));
            assertEquals(List.of(), List.copyOf(load.failures), () -> "of " + load.answered + program.err());
        }
    }

    @Test
    void whoVanishesFromConsulIsKeptWhileItsProbesPass() throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                MoodyService a = MoodyService.start("a");
                MoodyService b = MoodyService.start("b");
                Client client = new Client()) {
            consul.register(definition("a", a));
            consul.register(definition("b", b));
            String discover = "    discover: { consul: { service: users, address: \"" + consul.address() + "\" } }\n";
            try (Program program = proxy(discover + PROBES)) {
                String url = program.url("web") + "/";
                program.eventually("they are found", () -> client.text(url).matches("[ab]"));
                stays(consul, program, url, b, client);
            }
        }
    }

    private static void stays(ConsulServer consul, Program program, String url, MoodyService b, Client client)
            throws IOException {
        try (Load load = new Load(url)) {
            load.isAnsweredBy(program, Set.of("a", "b"));
            String upstreams = program.admin() + "/upstreams";
            program.eventually(
                    "both are probed", () -> client.text(upstreams).split("\"passed\" : true", -1).length == 3);
            consul.deregister("b");
            program.eventually("it is told", () -> client.text(upstreams).contains("\"kept\" : true"));
            program.eventually(
                    "it is a problem", () -> program.err().contains("is not told any more, but its probes pass"));
            load.isAnsweredBy(program, Set.of("a", "b"));
            assertEquals(List.of(), List.copyOf(load.failures), program::err);
            b.kill();
            load.isAnsweredBy(program, Set.of("a"));
            program.eventually("it goes", () -> !client.text(upstreams).contains(":" + b.port()));
        }
    }

    private static String definition(String id, MoodyService service) {
        return "{\"Name\":\"users\",\"ID\":\"" + id + "\",\"Address\":\"127.0.0.1\",\"Port\":" + service.port() + "}";
    }
}
