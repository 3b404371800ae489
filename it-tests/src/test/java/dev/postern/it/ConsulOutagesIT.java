package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Consul that fails in every way below steady load. {@code -Dconsul.outage.seconds=60} for the long form. */
class ConsulOutagesIT {
    private static final int SECONDS = Integer.getInteger("consul.outage.seconds", 1);
    private static final String LISTENER = "{ address: \"127.0.0.1:0\" }";
    private static final String BEFORE = "{ match: { path: /changing }, respond: before }";
    private static final String CHANGED = "{ match: { path: /changing }, respond: after }";

    private final Client client = new Client();
    private ConsulServer consul;
    private Forwarder way;
    private Service one;
    private Program program;
    private SteadyLoad load;
    private String url;
    private String admin;

    @BeforeEach
    void startEverything(@TempDir Path folder) throws IOException {
        consul = ConsulServer.start();
        way = new Forwarder(consul.address());
        one = new Service("one");
        for (int i = 0; i < 20; i++) {
            consul.put("history", Integer.toString(i));
        }
        fill(BEFORE);
        register();
        // why: the shortest wait, so that what says nothing is soon missed
        program = Program.run(
                "run",
                "--state",
                folder.toString(),
                "--config",
                "consul://" + way.address() + "/postern?wait=1s&maxStaleness=2s");
        url = program.ready().url("web");
        admin = program.admin();
        program.eventually("the endpoints", () -> client.text(url + "/found").startsWith("one"));
        load = new SteadyLoad(program.port("web"), "/found");
    }

    /** In one transaction, as an emptied store is filled again. */
    private void fill(String changing) {
        consul.transaction(Map.of(
                "postern/listeners/web", Optional.of(LISTENER),
                "postern/admin", Optional.of(LISTENER),
                "postern/changes", Optional.of("{ hold: 1s }"),
                "postern/upstreams/found",
                        Optional.of("{ discover: { consul: { service: users, wait: 1s, address: \"" + way.address()
                                + "\" } } }"),
                "postern/routes/found", Optional.of("{ match: { prefix: /found }, upstream: found }"),
                "postern/routes/changing", Optional.of(changing)));
    }

    private void register() {
        consul.register("{\"Name\":\"users\",\"Address\":\"127.0.0.1\",\"Port\":" + one.port() + "}");
    }

    @AfterEach
    void stopEverything() throws IOException {
        load.close();
        program.close();
        one.close();
        way.close();
        consul.close();
        client.close();
    }

    private void lasts() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
    }

    private void assertNotReadyFor(String reason) {
        program.eventually("not ready", () -> client.get(admin + "/readyz").statusCode() == 503);
        program.eventually(
                "the reason", () -> client.text(admin + "/config/problems").contains(reason));
        assertEquals("before", client.text(url + "/changing"));
    }

    private void assertTheChangeArrives(String outage) throws InterruptedException {
        long back = System.nanoTime();
        program.eventually("the change", () -> client.text(url + "/changing").equals("after"));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
        program.eventually("ready", () -> client.get(admin + "/readyz").statusCode() == 200);
        program.eventually(
                "the truth", () -> !client.text(admin + "/config/problems").contains("\"unavailable\""));
        System.out.println("consul " + outage + " for " + SECONDS + " s or until it showed: " + load.assertNoneFailed()
                + " requests, 0 failed; the change arrived " + millis + " ms after its return");
        assertTrue(millis < 10_000, millis + " ms");
    }

    @Test
    void killed() throws Exception {
        consul.kill();
        lasts();
        assertNotReadyFor("\"unavailable\"");
        consul.restart();
        consul.put("postern/routes/changing", CHANGED);
        assertTheChangeArrives("killed");
    }

    @Test
    void restartedEmpty() throws Exception {
        consul.kill();
        consul.restartEmpty();
        program.eventually(
                "the doubt", () -> client.text(admin + "/config/problems").contains("answers with nothing at all"));
        lasts();
        assertEquals("before", client.text(url + "/changing"));
        register();
        fill(CHANGED);
        assertTheChangeArrives("restarted empty");
    }

    @Test
    void frozen() throws Exception {
        consul.freeze();
        try {
            lasts();
            assertNotReadyFor("no answer in time");
        } finally {
            consul.thaw();
        }
        consul.put("postern/routes/changing", CHANGED);
        assertTheChangeArrives("frozen");
    }

    @Test
    void cutOff() throws Exception {
        way.cut();
        consul.put("postern/routes/changing", CHANGED);
        lasts();
        assertNotReadyFor("no answer in time");
        way.heal();
        assertTheChangeArrives("cut off");
    }
}
