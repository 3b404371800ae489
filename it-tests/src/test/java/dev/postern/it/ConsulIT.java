package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live routes and endpoints from a real Consul, below steady load. {@code -Dconsul.changes=100} for the long form. */
class ConsulIT {
    private static final int CHANGES = Integer.getInteger("consul.changes", 8);
    private static final String LISTENER = "{ address: \"127.0.0.1:0\" }";

    private static Program run(String address, Path folder, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--config", "consul://" + address + "/postern", "--state", folder.toString()));
        arguments.addAll(List.of(more));
        return Program.run(arguments.toArray(String[]::new));
    }

    private static String endpoint(Service service) {
        return "{ endpoints: [\"127.0.0.1:" + service.port() + "\"] }";
    }

    private static void begin(ConsulServer consul, Service service) {
        consul.put("postern/listeners/web", LISTENER);
        consul.put("postern/admin", LISTENER);
        consul.put("postern/upstreams/steady", endpoint(service));
        consul.put("postern/routes/steady", "{ match: { prefix: /steady }, upstream: steady }");
    }

    private static long millisUntil(Program program, String what, Runnable change, BooleanSupplier isThere) {
        long begin = System.nanoTime();
        change.run();
        program.eventually(what, isThere);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    @Test
    void changesTakeEffectSoonAndNoRequestFails(@TempDir Path folder) throws Exception {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client()) {
            begin(consul, one);
            consul.put("postern/upstreams/turning", endpoint(one));
            consul.put("postern/routes/turning", "{ match: { prefix: /turning }, upstream: turning }");
            try (Program program = run(consul.address(), folder)) {
                String url = program.ready().url("web");
                Map<String, List<Long>> took = new LinkedHashMap<>();
                try (SteadyLoad load = new SteadyLoad(program.port("web"), "/steady")) {
                    for (int i = 0; i < CHANGES; i++) {
                        String said = "said-" + i;
                        Service next = i % 2 == 0 ? two : one;
                        String name = i % 2 == 0 ? "two" : "one";
                        add(
                                took,
                                "new route",
                                millisUntil(
                                        program,
                                        said,
                                        () -> consul.put(
                                                "postern/routes/new",
                                                "{ match: { path: /new }, respond: " + said + " }"),
                                        () -> client.text(url + "/new").equals(said)));
                        add(
                                took,
                                "changed route",
                                millisUntil(
                                        program,
                                        said,
                                        () -> consul.put(
                                                "postern/routes/new",
                                                "{ match: { path: /new }, respond: x" + said + " }"),
                                        () -> client.text(url + "/new").equals("x" + said)));
                        add(
                                took,
                                "deleted route",
                                millisUntil(
                                        program,
                                        "deleted",
                                        () -> consul.delete("postern/routes/new"),
                                        () -> client.text(url + "/new").equals("404")));
                        add(
                                took,
                                "changed upstream",
                                millisUntil(
                                        program,
                                        name,
                                        () -> consul.put("postern/upstreams/turning", endpoint(next)),
                                        () -> client.text(url + "/turning").startsWith(name)));
                    }
                    System.out.println("consul changes under load, ms until effective: " + summary(took) + "; "
                            + load.assertNoneFailed() + " requests, 0 failed");
                }
                took.values().forEach(all -> assertTrue(median(all) < 3_000, all.toString()));
                String figures = client.text(program.admin() + "/metrics");
                assertTrue(figures.contains("postern_config_lag_seconds_bucket"), figures);
                assertTrue(figures.contains("postern_config_staleness_seconds{source=\"consul://"), figures);
            }
        }
    }

    private static void add(Map<String, List<Long>> took, String kind, long millis) {
        took.computeIfAbsent(kind, each -> new ArrayList<>()).add(millis);
    }

    private static long median(List<Long> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static String summary(Map<String, List<Long>> took) {
        List<String> lines = new ArrayList<>();
        took.forEach((kind, all) -> lines.add(kind + " median " + median(all) + " max " + Collections.max(all)));
        return String.join(", ", lines);
    }

    @Test
    void aBadKeyIsHeldBackAloneUntilItIsMended(@TempDir Path folder) throws Exception {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Client client = new Client()) {
            begin(consul, one);
            consul.put("postern/routes/old", "{ match: { path: /old }, respond: before }");
            try (Program program = run(consul.address(), folder)) {
                String url = program.ready().url("web");
                int round = 0;
                for (Map.Entry<String, String> bad : Map.of(
                                "{ match: [ }", "postern/routes/old",
                                "{ match: { path: /old }, respnd: after }", "respond",
                                "{ match: { path: /old }, upstream: nobody }", "nobody")
                        .entrySet()) {
                    String good = "good-" + ++round;
                    consul.transaction(Map.of(
                            "postern/routes/old", Optional.of(bad.getKey()),
                            "postern/routes/good", Optional.of("{ match: { path: /good }, respond: " + good + " }")));
                    program.eventually(
                            "the good one", () -> client.text(url + "/good").equals(good));
                    assertEquals("before", client.text(url + "/old"));
                    program.eventually(
                            "the problem",
                            () -> client.text(program.admin() + "/config/problems")
                                    .contains(bad.getValue()));
                    consul.put("postern/routes/old", "{ match: { path: /old }, respond: mended-" + round + " }");
                    String mended = "mended-" + round;
                    program.eventually(
                            "the recovery", () -> client.text(url + "/old").equals(mended));
                    program.eventually(
                            "no problem",
                            () -> client.text(program.admin() + "/config/problems")
                                    .contains("\"problems\" : [ ]"));
                    consul.put("postern/routes/old", "{ match: { path: /old }, respond: before }");
                    program.eventually("again", () -> client.text(url + "/old").equals("before"));
                }
            }
        }
    }

    @Test
    void aStartWithoutConsulServesWhatWasSavedOrSaysWhyNotOrWaits(@TempDir Path folder) throws Exception {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Client client = new Client()) {
            begin(consul, one);
            try (Program program = run(consul.address(), folder.resolve("saved"))) {
                assertTrue(client.text(program.ready().url("web") + "/steady").startsWith("one"));
                // why: state is saved behind the first answer
                program.eventually("saved", () -> Program.hasSaved(folder.resolve("saved")));
            }
            consul.kill();
            try (Program program = run(consul.address(), folder.resolve("none"))) {
                assertEquals(3, program.exitCode());
                assertTrue(program.err().contains("connection refused"), program.err());
            }
            try (Program patient = run(consul.address(), folder.resolve("patient"), "--wait");
                    Program program = run(consul.address(), folder.resolve("saved"))) {
                String url = program.ready().url("web");
                assertTrue(client.text(url + "/steady").startsWith("one"));
                assertTrue(client.text(program.admin() + "/config").contains("\"stale\" : true"));
                assertTrue(client.text(program.admin() + "/config/problems").contains("what was saved at"));
                patient.eventually("the waiting", () -> patient.logged("config-source-silent"));
                consul.restart();
                assertTrue(client.text(patient.ready().url("web") + "/steady").startsWith("one"));
                program.eventually(
                        "fresh again",
                        () -> client.text(program.admin() + "/config").contains("\"stale\" : false"));
            }
        }
    }
}
