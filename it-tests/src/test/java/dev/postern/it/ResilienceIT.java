package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One bad backend of three does not reach the user: each is a process of its own, under 2,000 requests a second. The long
 * form, for figures: {@code -Dresilience.seconds=20}, which prints them with and without each defence.
 */
class ResilienceIT {
    private static final int SECONDS = Integer.getInteger("resilience.seconds", 2);
    private static final int RATE = Integer.getInteger("resilience.rate", 2000);
    private static final boolean IS_LONG = SECONDS > 5;
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
    private static final String OUTLIERS = "    outliers: { consecutiveFailures: 5, ejectFor: 60s }\n";
    private static final String NOTHING = "";

    @TempDir
    private Path folder;

    private MoodyService a;
    private MoodyService b;
    private MoodyService c;

    @BeforeEach
    void start() throws IOException {
        a = MoodyService.start("a");
        b = MoodyService.start("b");
        c = MoodyService.start("c");
    }

    @AfterEach
    void end() {
        Stream.of(a, b, c).forEach(MoodyService::close);
    }

    /** @param route keys of the route, in braces' style and with a comma before each */
    private Program proxy(String route, String upstream) throws IOException {
        String endpoints = Stream.of(a, b, c)
                .map(service -> "\"127.0.0.1:" + service.port() + "\"")
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                routes: { all: { upstream: service%s } }
                upstreams:
                  service:
                    endpoints: [%s]
                """.formatted(route, endpoints) + upstream);
        return Program.run("run", "--config", file.toString()).ready();
    }

    private static PacedLoad load(Program program, String request) {
        PacedLoad load = new PacedLoad(program.port("web"), request, RATE);
        load.goesOn(program, RATE);
        load.figures();
        return load;
    }

    private static void forAWhile() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
    }

    private static void assertNoneFailed(PacedLoad load, Program program) {
        assertEquals(
                List.of(),
                load.failed().stream().limit(20).toList(),
                () -> load.failed().size() + " of " + load.asked() + " " + program.err());
    }

    private static void tell(String what, PacedLoad load) {
        PacedLoad.Figures figures = load.figures();
        System.out.println(
                "resilience: " + what + ": " + figures + ", " + load.failed().size() + " failed");
    }

    // ---- dying

    @Test
    void whoIsKilledCostsNoGetThoughNothingIsConfigured() throws IOException {
        try (Program program = proxy(NOTHING, NOTHING);
                PacedLoad load = load(program, GET)) {
            forAWhile();
            tell("all well", load);
            c.kill();
            forAWhile();
            load.end();
            assertNoneFailed(load, program);
            tell("one of three killed", load);
        }
    }

    @Test
    void whoIsKilledCostsOnlyPostsThatItHadBegunToGet() throws IOException {
        try (Program program = proxy(NOTHING, NOTHING);
                PacedLoad load = load(program, POST)) {
            c.kill();
            forAWhile();
            int begun = load.failed().size();
            load.goesOn(program, 500);
            load.end();
            assertTrue(begun <= 2 * PacedLoad.clients(), () -> begun + " of " + load.failed());
            assertTrue(
                    Set.of("502 ").containsAll(codes(load)), () -> load.failed().toString());
            assertEquals(begun, load.failed().size(), "later ones were never sent there");
            tell("one of three killed, POSTs", load);
        }
    }

    @Test
    void whoIsKilledCostsNoPostThatMayBeDoneTwice() throws IOException {
        try (Program program = proxy(", retry: { methods: [GET, POST] }", NOTHING);
                PacedLoad load = load(program, POST)) {
            c.kill();
            forAWhile();
            load.end();
            assertNoneFailed(load, program);
            tell("one of three killed, POSTs that may be done twice", load);
        }
    }

    private static Set<String> codes(PacedLoad load) {
        return load.failed().stream().map(each -> each.substring(0, 4)).collect(Collectors.toSet());
    }

    @Test
    void aDeploymentOfOneAfterTheOtherCostsNothing() throws IOException {
        try (Program program = proxy(NOTHING, NOTHING);
                PacedLoad load = load(program, GET)) {
            a.kill();
            a = MoodyService.start("a", a.port());
            load.isAnsweredBy(program, "a");
            b.kill();
            b = MoodyService.start("b", b.port());
            load.isAnsweredBy(program, "b");
            c.kill();
            c = MoodyService.start("c", c.port());
            load.isAnsweredBy(program, "c");
            load.end();
            assertNoneFailed(load, program);
            tell("all three restarted one after the other", load);
        }
    }

    // ---- being sick

    private interface Outcome {
        void check(PacedLoad load, Program program);
    }

    /** Has one backend fall into a mood under load. */
    private void inMood(String mood, String defence, String route, String upstream, Outcome outcome)
            throws IOException {
        try (Program program = proxy(route, upstream);
                PacedLoad load = load(program, GET)) {
            c.become(mood);
            forAWhile();
            outcome.check(load, program);
            tell(mood + ", " + defence, load);
        } finally {
            c.close();
            c = MoodyService.start("c", c.port());
        }
    }

    private static void onlyFails(PacedLoad load, String with) {
        load.end();
        assertTrue(
                load.failed().stream().allMatch(each -> each.startsWith(with)),
                () -> load.failed().stream().distinct().limit(20).toList().toString());
    }

    /** Whoever was under way when it was left out may have failed, and nobody later. */
    private static void failsNoMore(PacedLoad load, Program program) {
        program.eventually("it is left out", () -> program.logged("endpoint-ejected"));
        // why of each, and three: between two requests of a client its worker has heard of it, and one is under way.
        load.eachGoesOn(program, 3);
        int before = load.failed().size();
        load.goesOn(program, 500);
        assertEquals(before, load.failed().size());
    }

    @Test
    void whoHangsIsNotWaitedFor() throws IOException {
        String times = "    responseTimeout: 1s\n";
        inMood("hanging", "no defence", NOTHING, times, (load, program) -> onlyFails(load, "504 "));
        if (IS_LONG) {
            inMood("hanging", "outliers", NOTHING, times + OUTLIERS, (load, program) -> onlyFails(load, "504 "));
        }
        String retry = ", retry: { on: [connect, reset, timeout], perTryTimeout: 500ms, attempts: 5 }";
        inMood("hanging", "outliers and retries", retry, times + OUTLIERS, (load, program) -> {
            load.end();
            assertNoneFailed(load, program);
        });
    }

    @Test
    void whoIsSlowNowAndThenIsOvertaken() throws IOException {
        if (IS_LONG) {
            inMood("slow", "no defence", NOTHING, NOTHING, (load, program) -> {
                load.end();
                assertNoneFailed(load, program);
            });
        }
        String retry = ", retry: { on: [connect, reset, timeout], perTryTimeout: 500ms, attempts: 5 }";
        inMood("slow", "perTryTimeout", retry, NOTHING, (load, program) -> {
            load.end();
            assertNoneFailed(load, program);
        });
    }

    @Test
    void whoTearsItsAnswersIsLeftOut() throws IOException {
        if (IS_LONG) {
            inMood("tearing", "no defence", NOTHING, NOTHING, (load, program) -> onlyFails(load, ""));
        }
        inMood("tearing", "outliers", NOTHING, OUTLIERS, (load, program) -> {
            failsNoMore(load, program);
            load.end();
            assertTrue(
                    load.failed().size() < load.asked() / 10,
                    () -> load.failed().size() + " of " + load.asked());
        });
    }

    @Test
    void whoAnswers503HalfTheTimeIsTriedAgainElsewhere() throws IOException {
        inMood("flaky", "no defence", NOTHING, NOTHING, (load, program) -> onlyFails(load, "503 "));
        String share = "    limits: { retryBudget: 50%, minRetries: 30 }\n";
        inMood("flaky", "retries", ", retry: { on: [connect, reset, 503] }", share, (load, program) -> {
            load.end();
            assertNoneFailed(load, program);
        });
    }

    @Test
    void whoAcceptsAndClosesCostsNoGet() throws IOException {
        inMood("closing", "the retries that are there unasked", NOTHING, OUTLIERS, (load, program) -> {
            load.end();
            assertNoneFailed(load, program);
        });
        if (IS_LONG) {
            inMood("closing", "no defence", ", retry: { attempts: 1 }", NOTHING, (load, program) -> {});
        }
    }

    // ---- no storm

    @ParameterizedTest
    @ValueSource(strings = {"sick", "closing", "dead"})
    void noStormOfRetriesThoughAllFail(String mood) throws IOException {
        if (mood.equals("dead")) {
            Stream.of(a, b, c).forEach(MoodyService::kill);
        } else {
            for (MoodyService each : List.of(a, b, c)) {
                each.become(mood);
            }
        }
        try (Program program = proxy(", retry: { attempts: 10 }", NOTHING);
                Client client = new Client();
                PacedLoad load = new PacedLoad(program.port("web"), GET, RATE)) {
            load.goesOn(program, RATE);
            forAWhile();
            load.end();
            assertEquals(load.asked(), load.failed().size());
            long attempts = attempts(client.text(program.admin() + "/metrics"));
            // why more for the dead: the first connect to each that fails, of each worker, costs no budget.
            int free = mood.equals("dead") ? 3 * Runtime.getRuntime().availableProcessors() : 0;
            String told = attempts + " attempts for " + load.asked() + " requests";
            System.out.println("resilience: every backend " + mood + ": " + told);
            assertTrue(attempts <= 1.2 * load.asked() + 3 + free, told);
            assertTrue(attempts >= 1.1 * load.asked(), told);
        }
    }

    private static long attempts(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("postern_upstream_attempts_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
