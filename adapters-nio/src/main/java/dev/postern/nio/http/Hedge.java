package dev.postern.nio.http;

import dev.postern.domain.upstream.RetryPolicy;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import org.jspecify.annotations.Nullable;

/** Knows when a second endpoint is to be asked beside the first one, and how long answers usually take. Belongs to an exchange. */
final class Hedge {
    private final EventLoop loop;
    private final IncomingRequest request;
    private final Timeout due;
    private @Nullable UpstreamState upstream;
    private long beganNanos;

    /** @param ask when the first one has taken its time */
    Hedge(EventLoop loop, IncomingRequest request, Runnable ask) {
        this.loop = loop;
        this.request = request;
        due = new Timeout(ask);
    }

    /** Whether the exchange that begins may be hedged: it has no body, and does not change the protocol. */
    void begin(RetryPolicy policy, UpstreamState at) {
        boolean mayBe = policy.hedges(request.method())
                && request.bodyLength() != BodyLength.OPEN
                && request.bodyLength() <= 0
                && request.upgrade().isEmpty();
        upstream = mayBe ? at : null;
    }

    boolean mayBe() {
        return upstream != null;
    }

    /** The first try begins. */
    void tried(RetryPolicy policy) {
        UpstreamState at = upstream;
        if (at != null) {
            beganNanos = loop.nowNanos();
            long nanos = policy.hedgeNanos(at.latencies());
            if (nanos > 0) {
                loop.timers().arm(due, beganNanos + nanos);
            }
        }
    }

    void answered() {
        if (upstream != null) {
            stop();
            upstream.latencies().observe(loop.nowNanos() - beganNanos);
        }
    }

    void stop() {
        loop.timers().cancel(due);
    }

    void rest() {
        upstream = null;
    }
}
