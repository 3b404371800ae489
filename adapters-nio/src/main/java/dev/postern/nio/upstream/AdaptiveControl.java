package dev.postern.nio.upstream;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.AdaptiveConfig.Mode;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.upstream.AdaptiveLimit;
import dev.postern.domain.upstream.Latencies;
import dev.postern.ports.traffic.UpstreamCounts;
import org.jspecify.annotations.Nullable;

/**
 * Moves the limit of one upstream by what all workers hear from it. Its windows belong to the health loop; the control thread
 * tells it new rules, and any thread may look.
 */
final class AdaptiveControl {
    private static final long WINDOW_NANOS = 250_000_000;
    private static final long LONGEST_WINDOW_NANOS = 60_000_000_000L;
    private static final int FEWEST_ANSWERS = 20;
    private static final double MIDDLE = 0.5;

    private record Rules(AdaptiveConfig adaptive, int maxRequests) {}

    private final RequestQuota quota;
    private final Runnable moreRoom;
    private volatile Rules rules;
    private volatile UpstreamCounts.Adaptive shown;
    private @Nullable AdaptiveLimit limit;
    private AdaptiveConfig followed;
    private Latencies heard = Latencies.NONE;
    private int mostAtOnce;
    private long windowBeganNanos;

    /** @param moreRoom tells those who wait that more is allowed */
    AdaptiveControl(RequestQuota quota, AdaptiveConfig adaptive, Runnable moreRoom) {
        this.quota = quota;
        this.moreRoom = moreRoom;
        followed = adaptive;
        rules = new Rules(adaptive, 0);
        shown = new UpstreamCounts.Adaptive(adaptive.mode(), AdaptiveLimit.State.LEARNING, 0, 0);
    }

    RequestQuota quota() {
        return quota;
    }

    /** Control thread. */
    void follow(AdaptiveConfig adaptive, LimitsConfig limits) {
        rules = new Rules(adaptive, limits.maxRequests());
        apply();
    }

    UpstreamCounts.Adaptive shown() {
        return shown;
    }

    // ---- on the health loop

    /** What one worker has heard. */
    void hear(Latencies latencies, int requestsAtOnce, long nowNanos) {
        AdaptiveConfig wanted = rules.adaptive();
        AdaptiveLimit moving = limit;
        if (moving == null) {
            moving = new AdaptiveLimit(wanted, nowNanos);
            limit = moving;
            windowBeganNanos = nowNanos;
        }
        if (!wanted.equals(followed)) {
            moving.follow(wanted);
            followed = wanted;
        }
        if (heard.count() == 0 || nowNanos - windowBeganNanos >= LONGEST_WINDOW_NANOS) {
            begin(nowNanos);
        }
        heard = heard.plus(latencies);
        mostAtOnce = Math.max(mostAtOnce, requestsAtOnce);
        if (nowNanos - windowBeganNanos >= WINDOW_NANOS && heard.count() >= FEWEST_ANSWERS) {
            moving.observe(heard.quantileNanos(MIDDLE), mostAtOnce, nowNanos);
            shown = new UpstreamCounts.Adaptive(wanted.mode(), moving.state(), moving.allowed(), moving.restNanos());
            begin(nowNanos);
            apply();
        }
    }

    private void begin(long nowNanos) {
        heard = Latencies.NONE;
        mostAtOnce = 0;
        windowBeganNanos = nowNanos;
    }

    private void apply() {
        Rules now = rules;
        int allowed = shown.allowed();
        int most = now.maxRequests();
        if (now.adaptive().mode() == Mode.ENFORCE && allowed > 0) {
            most = most == 0 ? allowed : Math.min(most, allowed);
        }
        int before = quota.limit();
        quota.limit(most);
        if (before > 0 && (most == 0 || most > before)) {
            moreRoom.run();
        }
    }
}
