package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HedgeConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Repeat;
import dev.postern.domain.upstream.RetryPolicy.Decision;
import dev.postern.domain.upstream.RetryPolicy.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    private static RetryPolicy policy(int attempts, String... on) {
        List<Fault> faults = new ArrayList<>();
        RetryPolicy policy = RetryPolicy.of(
                "routes.r.retry",
                new RetryConfig(
                        attempts,
                        List.of(on),
                        Optional.of(Duration.ofSeconds(5)),
                        METHODS,
                        new Size(1024),
                        Optional.empty()),
                faults::add);
        assertEquals(List.of(), faults);
        return policy;
    }

    @ParameterizedTest
    @CsvSource({
        // kind, progress, method, made -> decision, under: connect, reset, timeout, 3 attempts
        "CONNECT_REFUSED,    NOT_SENT, GET,  1, ELSEWHERE",
        "CONNECT_REFUSED,    NOT_SENT, POST, 2, ELSEWHERE",
        "CONNECT_REFUSED,    NOT_SENT, GET,  3, GIVE_UP",
        "CONNECT_TIMEOUT,    NOT_SENT, GET,  1, ELSEWHERE",
        "NAME_NOT_RESOLVED,  NOT_SENT, GET,  1, ELSEWHERE",
        "TLS_HANDSHAKE,      NOT_SENT, GET,  1, ELSEWHERE",
        "CONNECTION_RESET,   SENT,     GET,  1, ELSEWHERE",
        "CONNECTION_RESET,   SENT,     POST, 1, GIVE_UP",
        "CONNECTION_RESET,   NOT_SENT, POST, 1, ELSEWHERE",
        "CONNECTION_RESET,   ANSWERED, GET,  1, GIVE_UP",
        "CONNECTION_RESET,   SENT,     get,  1, GIVE_UP",
        "RESPONSE_TIMEOUT,   SENT,     PUT,  2, ELSEWHERE",
        "RESPONSE_TIMEOUT,   SENT,     POST, 1, GIVE_UP",
        "STALE_CONNECTION,   SENT,     GET,  1, FRESH_CONNECTION",
        "STALE_CONNECTION,   SENT,     GET,  3, FRESH_CONNECTION",
        "STALE_CONNECTION,   SENT,     POST, 1, GIVE_UP",
        "STALE_CONNECTION,   NOT_SENT, POST, 1, FRESH_CONNECTION",
        "STALE_CONNECTION,   ANSWERED, GET,  1, GIVE_UP",
        "MALFORMED_RESPONSE, ANSWERED, GET,  1, GIVE_UP",
        "RESPONSE_INCOMPLETE,SENT,     GET,  1, ELSEWHERE",
        "RESPONSE_INCOMPLETE,SENT,     POST, 1, GIVE_UP",
        "RESPONSE_INCOMPLETE,ANSWERED, GET,  1, GIVE_UP",
        "EXCHANGE_TIMEOUT,   SENT,     GET,  1, GIVE_UP",
        "NO_ENDPOINT,        NOT_SENT, GET,  1, GIVE_UP",
        "CLIENT_GONE,        SENT,     GET,  1, GIVE_UP",
    })
    void decides(FailureKind kind, Progress progress, String method, int made, Decision decision) {
        RetryPolicy policy = policy(3, "connect", "reset", "timeout");
        assertEquals(decision, policy.decide(kind, progress, Slice.of(method), made));
    }

    @ParameterizedTest
    @EnumSource
    void triesOnlyWhatItNames(FailureKind kind) {
        Slice get = Slice.of("GET");
        assertEquals(
                kind.repeat() == Repeat.ALWAYS,
                policy(2, "connect").decide(kind, Progress.NOT_SENT, get, 1) == Decision.ELSEWHERE);
        assertEquals(
                kind == FailureKind.CONNECTION_RESET || kind == FailureKind.RESPONSE_INCOMPLETE,
                policy(2, "reset").decide(kind, Progress.SENT, get, 1) == Decision.ELSEWHERE);
        assertEquals(
                kind == FailureKind.RESPONSE_TIMEOUT || kind == FailureKind.CONNECT_TIMEOUT,
                policy(2, "timeout").decide(kind, Progress.SENT, get, 1) == Decision.ELSEWHERE);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT_REFUSED,     NOT_SENT, POST, ELSEWHERE",
        "CONNECTION_RESET,    NOT_SENT, POST, ELSEWHERE",
        "CONNECTION_RESET,    SENT,     POST, GIVE_UP",
        "CONNECTION_RESET,    SENT,     GET,  ELSEWHERE",
        "RESPONSE_INCOMPLETE, SENT,     PUT,  ELSEWHERE",
        "RESPONSE_TIMEOUT,    SENT,     GET,  GIVE_UP",
        "MALFORMED_RESPONSE,  SENT,     GET,  GIVE_UP",
    })
    void withoutRulesOnlyWhatCanDoNoHarmIsTriedThreeTimes(
            FailureKind kind, Progress progress, String method, Decision decision) {
        RetryPolicy policy = RetryPolicy.unwritten();
        assertEquals(decision, policy.decide(kind, progress, Slice.of(method), 1));
        assertEquals(decision, policy.decide(kind, progress, Slice.of(method), 2));
        assertEquals(Decision.GIVE_UP, policy.decide(kind, progress, Slice.of(method), 3));
        assertEquals(Decision.GIVE_UP, policy.decide(503, Slice.of("GET"), 1));
    }

    @Test
    void oneAttemptIsAllThereIsSaveForAStaleConnection() {
        RetryPolicy once = policy(1, "connect", "reset", "timeout", "503");
        for (FailureKind kind : FailureKind.values()) {
            Decision expected = kind == FailureKind.STALE_CONNECTION ? Decision.FRESH_CONNECTION : Decision.GIVE_UP;
            assertEquals(expected, once.decide(kind, Progress.NOT_SENT, Slice.of("GET"), 1));
        }
        assertEquals(Decision.GIVE_UP, once.decide(503, Slice.of("GET"), 1));
        assertEquals(0, once.bufferBytes(Slice.of("PUT")));
    }

    @Test
    void aMethodThatIsNamedMayAlsoFollowAStaleConnection() {
        for (int attempts = 1; attempts <= 2; attempts++) {
            RetryPolicy policy = RetryPolicy.of(
                    "",
                    new RetryConfig(
                            attempts, List.of(), Optional.empty(), List.of("POST"), new Size(0), Optional.empty()),
                    fault -> {
                        throw new AssertionError(fault);
                    });
            assertEquals(
                    attempts == 1 ? Decision.GIVE_UP : Decision.FRESH_CONNECTION,
                    policy.decide(FailureKind.STALE_CONNECTION, Progress.SENT, Slice.of("POST"), 1));
        }
    }

    @Test
    void triesStatusCodesThatItNames() {
        RetryPolicy policy = policy(2, "503", "504");
        assertEquals(Decision.ELSEWHERE, policy.decide(503, Slice.of("GET"), 1));
        assertEquals(Decision.GIVE_UP, policy.decide(503, Slice.of("GET"), 2));
        assertEquals(Decision.GIVE_UP, policy.decide(503, Slice.of("POST"), 1));
        assertEquals(Decision.GIVE_UP, policy.decide(502, Slice.of("GET"), 1));
        assertEquals(Decision.GIVE_UP, policy.decide(200, Slice.of("GET"), 1));
    }

    @Test
    void knowsItsNumbers() {
        assertEquals(4, policy(4).attempts());
        assertEquals(5_000_000_000L, policy(4).perTryNanos());
        assertEquals(0, RetryPolicy.unwritten().perTryNanos());
        assertEquals(1024, policy(4).bufferBytes(Slice.of("PUT")));
        assertEquals(0, policy(4).bufferBytes(Slice.of("POST")));
        assertEquals(0, RetryPolicy.unwritten().bufferBytes(Slice.of("PUT")));
    }

    @Test
    void reportsWhatItCannotUse() {
        List<Fault> faults = new ArrayList<>();
        RetryPolicy policy = RetryPolicy.of(
                "routes.r.retry",
                new RetryConfig(
                        2,
                        List.of("503", "conect", "404", "429", "5xx"),
                        Optional.of(Duration.ZERO),
                        List.of("GET", "post"),
                        new Size(0),
                        Optional.empty()),
                faults::add);
        assertEquals(
                List.of(
                        new Fault(
                                "routes.r.retry.on[1]",
                                "found 'conect', expected connect, reset, timeout, a status code from 500 to 599 or 429"),
                        new Fault(
                                "routes.r.retry.on[2]",
                                "found '404', expected connect, reset, timeout, a status code from 500 to 599 or 429"),
                        new Fault(
                                "routes.r.retry.on[4]",
                                "found '5xx', expected connect, reset, timeout, a status code from 500 to 599 or 429"),
                        new Fault("routes.r.retry.methods[1]", "found 'post', expected a method, written in capitals"),
                        new Fault("routes.r.retry.perTryTimeout", "expected more than 0")),
                faults);
        assertEquals(Decision.ELSEWHERE, policy.decide(503, Slice.of("GET"), 1));
    }

    private static RetryPolicy hedging(HedgeConfig hedge, int attempts, List<Fault> faults) {
        return RetryPolicy.of(
                "routes.r.retry",
                new RetryConfig(attempts, List.of(), Optional.empty(), METHODS, new Size(0), Optional.of(hedge)),
                faults::add);
    }

    @Test
    void asksASecondOneAfterATimeOrAShareOfTheAnswersOrTheLaterOfBoth() {
        List<Fault> faults = new ArrayList<>();
        Optional<Duration> after = Optional.of(Duration.ofMillis(50));
        Optional<Percent> percentile = Optional.of(new Percent(95));
        LatencyQuantile none = new LatencyQuantile();
        LatencyQuantile slow = new LatencyQuantile();
        for (int i = 0; i < 100; i++) {
            slow.observe(Duration.ofMillis(200).toNanos());
        }
        RetryPolicy fixed = hedging(new HedgeConfig(after, Optional.empty()), 2, faults);
        assertEquals(50_000_000, fixed.hedgeNanos(none));
        assertEquals(50_000_000, fixed.hedgeNanos(slow));
        RetryPolicy both = hedging(new HedgeConfig(after, percentile), 2, faults);
        assertEquals(0, both.hedgeNanos(none));
        assertTrue(both.hedgeNanos(slow) >= 200_000_000);
        assertTrue(both.hedges(Slice.of("GET")));
        assertEquals(List.of(), faults);
        assertEquals(false, both.hedges(Slice.of("POST")));
        assertEquals(false, policy(3).hedges(Slice.of("GET")));
    }

    @Test
    void tellsWhatASecondOneCannotBeAskedBy() {
        List<Fault> faults = new ArrayList<>();
        hedging(new HedgeConfig(Optional.empty(), Optional.empty()), 1, faults);
        hedging(new HedgeConfig(Optional.of(Duration.ZERO), Optional.of(new Percent(100))), 2, faults);
        assertEquals(
                List.of(
                        new Fault("routes.r.retry.hedge", "needs after or percentile"),
                        new Fault(
                                "routes.r.retry.hedge",
                                "needs attempts of 2 or more: the second endpoint is asked by a second one"),
                        new Fault("routes.r.retry.hedge.after", "expected more than 0"),
                        new Fault("routes.r.retry.hedge.percentile", "found 100%, expected 1% to 99%")),
                faults);
    }

    @Property(tries = 200, seed = "7")
    void waitsUpToABoundThatDoubles(@ForAll @IntRange(min = 1, max = 100) int retry, @ForAll long seed) {
        long delay = RetryPolicy.delayNanos(FailureKind.CONNECTION_RESET, retry, Randomness.seeded(seed));
        double bound = Math.min(250e6, 25e6 * Math.pow(2, retry - 1));
        assertTrue(delay >= 0 && delay <= bound, delay + " of " + bound);
    }

    @Test
    void spreadsTheWaitOverTheWholeTimeAndWaitsForNobodyWhoWasNotReached() {
        Randomness chance = Randomness.seeded(1);
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += RetryPolicy.delayNanos(2, chance);
        }
        assertEquals(25e6, sum / 1000, 2e6);
        assertEquals(0, RetryPolicy.delayNanos(FailureKind.CONNECT_REFUSED, 2, chance));
    }
}
