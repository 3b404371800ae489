package dev.postern.nio.upstream;

import dev.postern.domain.upstream.AnswerGauge;
import dev.postern.domain.upstream.Latencies;
import dev.postern.domain.upstream.LatencyWindow;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Gathers how fast one upstream answers one worker, and tells it from time to time. Belongs to its worker. */
final class AdaptiveGauge implements AnswerGauge {
    private static final long PERIOD_NANOS = 100_000_000;

    private final AdaptiveControl control;
    private final Executor listener;
    private final LatencyWindow window = new LatencyWindow();
    private int mostAtOnce;
    private long toldNanos;

    /** @param listener runs what the control hears */
    AdaptiveGauge(AdaptiveControl control, Executor listener, long nowNanos) {
        this.control = control;
        this.listener = listener;
        toldNanos = nowNanos;
    }

    AdaptiveControl control() {
        return control;
    }

    @Override
    public void answered(long latencyNanos, long nowNanos) {
        window.record(latencyNanos);
        mostAtOnce = Math.max(mostAtOnce, control.quota().running());
        if (nowNanos - toldNanos >= PERIOD_NANOS) {
            tell(nowNanos);
        }
    }

    private void tell(long nowNanos) {
        Latencies latencies = window.empty();
        int most = mostAtOnce;
        mostAtOnce = 0;
        toldNanos = nowNanos;
        try {
            listener.execute(() -> control.hear(latencies, most, nowNanos));
        } catch (RejectedExecutionException e) {
            // The transport is closing: nothing is limited any more.
        }
    }
}
