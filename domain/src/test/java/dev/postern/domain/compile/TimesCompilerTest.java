package dev.postern.domain.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.TimeoutsConfig;
import dev.postern.domain.snapshot.RouteTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimesCompilerTest {
    private final List<String> faults = new ArrayList<>();

    private RouteTimes compile(TestRoute route) {
        return new TimesCompiler("routes.r.timeouts", (path, message) -> faults.add(path + ": " + message))
                .compile(route.to("up").config());
    }

    private static TimeoutsConfig times(Duration each, String header) {
        return new TimeoutsConfig(Optional.of(each), Optional.of(each), each, Optional.of(header));
    }

    @Test
    void aRouteThatSaysNothingWaitsAsItsUpstreamDoesAndAnHourForTunnels() {
        assertEquals(
                new RouteTimes(0, -1, -1, Duration.ofHours(1).toNanos(), Optional.empty()), compile(TestRoute.route()));
    }

    @Test
    void whatIsWrittenCounts() {
        RouteTimes times =
                compile(TestRoute.route().timeout(Duration.ofNanos(5)).timeouts(times(Duration.ofNanos(7), "X-Left")));
        assertEquals(List.of(), faults);
        assertEquals(
                List.of(5L, 7L, 7L, 7L),
                List.of(times.exchangeNanos(), times.responseNanos(), times.bodyNanos(), times.tunnelNanos()));
        assertEquals("X-Left", times.header().orElseThrow().name().text());
    }

    @Test
    void noTimeIsNoLimitWhereThatCanBe() {
        RouteTimes times =
                compile(TestRoute.route().timeout(Duration.ofNanos(5)).timeouts(times(Duration.ZERO, "X-Left")));
        assertEquals(List.of("routes.r.timeouts.response: expected more than 0"), faults);
        assertEquals(0, times.bodyNanos());
        assertTrue(times.tunnelNanos() > Duration.ofDays(10_000).toNanos());
    }

    @Test
    void tellsWhatCannotBe() {
        compile(TestRoute.route().timeouts(times(Duration.ofNanos(-1), "Host")));
        compile(TestRoute.route().timeout(Duration.ofNanos(5)).timeouts(times(Duration.ofNanos(1), "Trailer")));
        assertEquals(
                List.of(
                        "routes.r.timeouts.response: expected more than 0",
                        "routes.r.timeouts.body: can't be negative",
                        "routes.r.timeouts.tunnel: can't be negative",
                        "routes.r.timeouts.header: tells what is left of timeout or retry.perTryTimeout, and neither is written",
                        "routes.r.timeouts.header: Host has a meaning of its own; expected a name like X-Request-Timeout",
                        "routes.r.timeouts.header: Trailer can't be edited: it frames the message; the proxy writes it itself"),
                faults);
    }
}
