package dev.postern.app.tracing;

import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Spans of the requests that are sampled, where that is wanted. Workers write them, a thread sends them: no request waits for a collector. The control thread says what is wanted, when the observers are there.
 */
public final class Tracing implements Telemetry, AutoCloseable {
    private final AtomicInteger workers = new AtomicInteger();
    private final SpanCounts counts = new SpanCounts();
    private volatile @Nullable Wanted wanted;

    private record Wanted(TracingConfig config, List<String> redact, SpanSender sender) {
        boolean isFor(Optional<TracingConfig> other) {
            return other.equals(Optional.of(config));
        }
    }

    /** Goes over to what is configured. What the access log does not tell of a query, spans don't either. */
    public void use(Optional<TracingConfig> config, LogConfig log) {
        Wanted before = wanted;
        List<String> redact = log.access().map(LogConfig.Access::redact).orElse(List.of());
        if (before == null ? config.isEmpty() : before.isFor(config)) {
            wanted = before == null ? null : new Wanted(before.config(), redact, before.sender());
            return;
        }
        wanted = config.map(next -> new Wanted(
                        next,
                        redact,
                        SpanSender.start(workers.get(), next.to(), counts, () -> new OtlpCollector(next))))
                .orElse(null);
        if (before != null) {
            // why on a thread of its own: the former collector may be one that takes nothing any more.
            Thread.ofVirtual().start(before.sender()::close);
        }
    }

    /** Spans that did not reach a collector; any thread. */
    public long dropped() {
        return counts.dropped().get();
    }

    /** Spans that a collector has taken; any thread. */
    public long sent() {
        return counts.sent().get();
    }

    @Override
    public void close() {
        Wanted last = wanted;
        wanted = null;
        if (last != null) {
            last.sender().close();
        }
    }

    @Override
    public ExchangeObserver observer(int worker) {
        workers.accumulateAndGet(worker + 1, Math::max);
        return new Spans(worker);
    }

    /** One worker's. */
    private final class Spans implements ExchangeObserver {
        private final int worker;
        private @Nullable Wanted current;
        private Redaction redaction = new Redaction(List.of());
        private final SpanEncoder encoder = new SpanEncoder();

        Spans(int worker) {
            this.worker = worker;
        }

        @Override
        public void finished(FinishedExchange exchange) {
            if (!exchange.trace().isSampled()) {
                return;
            }
            Wanted now = wanted;
            if (now == null) {
                return;
            }
            if (!now.equals(current)) {
                current = now;
                redaction = new Redaction(now.redact());
            }
            Instant end = Instant.now();
            ProtoWriter spans =
                    encoder.encode(exchange, redaction, end.getEpochSecond() * 1_000_000_000L + end.getNano());
            now.sender()
                    .put(
                            worker,
                            spans.array(),
                            spans.length(),
                            1 + exchange.trace().tryCount());
        }
    }
}
