package dev.postern.domain.compile;

import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.TimeoutsConfig;
import dev.postern.domain.rewrite.DeadlineHeader;
import dev.postern.domain.rewrite.Faults;
import dev.postern.domain.snapshot.RouteTimes;
import java.time.Duration;
import java.util.Optional;

/** Compiles a route's times. */
final class TimesCompiler {
    private static final long FOR_EVER_NANOS = Duration.ofDays(36_500).toNanos();

    private final String path;
    private final Faults faults;

    TimesCompiler(String path, Faults faults) {
        this.path = path;
        this.faults = faults;
    }

    RouteTimes compile(RouteConfig route) {
        long exchangeNanos = route.timeout().map(Duration::toNanos).orElse(0L);
        if (route.timeouts().isEmpty()) {
            return new RouteTimes(
                    exchangeNanos,
                    RouteTimes.AS_UPSTREAM,
                    RouteTimes.AS_UPSTREAM,
                    RouteTimes.TUNNEL_NANOS,
                    Optional.empty());
        }
        TimeoutsConfig times = route.timeouts().get();
        times.response().filter(time -> !time.isPositive()).ifPresent(_ -> fault("response", "expected more than 0"));
        times.body().filter(Duration::isNegative).ifPresent(_ -> fault("body", "can't be negative"));
        if (times.tunnel().isNegative()) {
            fault("tunnel", "can't be negative");
        }
        return new RouteTimes(
                exchangeNanos,
                times.response().map(Duration::toNanos).orElse(RouteTimes.AS_UPSTREAM),
                times.body().map(Duration::toNanos).orElse(RouteTimes.AS_UPSTREAM),
                times.tunnel().isZero() ? FOR_EVER_NANOS : times.tunnel().toNanos(),
                times.header().flatMap(name -> header(name, route)));
    }

    private Optional<DeadlineHeader> header(String name, RouteConfig route) {
        if (route.timeout().isEmpty()
                && route.retry().flatMap(RetryConfig::perTryTimeout).isEmpty()) {
            fault("header", "tells what is left of timeout or retry.perTryTimeout, and neither is written");
        }
        return DeadlineHeader.compile(name, path + ".header", faults);
    }

    private void fault(String key, String message) {
        faults.add(path + "." + key, message);
    }
}
