package dev.postern.app.telemetry;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.LogCondition;
import dev.postern.domain.config.LogConfig;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.Telemetry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One line for each request, where that is wanted. Workers make lines and put them into rings, a thread writes them: no
 * request waits for a disk. The control thread says what is wanted, when the observers are there.
 */
public final class AccessLog implements Telemetry, AutoCloseable {
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicLong droppedBefore = new AtomicLong();
    private volatile @Nullable Wanted wanted;

    private record Wanted(LogConfig.Access config, LineWriter writer) {}

    /** Goes over to what is configured; what is under way to the former target is written there. */
    public void use(Optional<LogConfig.Access> config) {
        Optional<Wanted> before = Optional.ofNullable(wanted);
        Optional<LogConfig.Access> next = config.filter(access -> access.format() != LogConfig.Format.OFF);
        if (next.equals(before.map(Wanted::config))) {
            return;
        }
        Optional<LineWriter> kept = before.filter(now -> next.filter(
                                access -> access.to().equals(now.config().to()))
                        .isPresent())
                .map(Wanted::writer);
        wanted = next.map(access ->
                        new Wanted(access, kept.orElseGet(() -> LineWriter.start(workers.get(), access.to()))))
                .orElse(null);
        if (kept.isEmpty()) {
            // why on a thread of its own: the former target may be one that does not take anything any more.
            before.ifPresent(former -> Thread.ofVirtual().start(() -> end(former.writer())));
        }
    }

    private void end(LineWriter writer) {
        writer.close();
        droppedBefore.addAndGet(writer.dropped());
    }

    /** Lines that were not written; any thread. */
    public long dropped() {
        Wanted now = wanted;
        return droppedBefore.get() + (now == null ? 0 : now.writer().dropped());
    }

    @Override
    public void close() {
        Wanted last = wanted;
        wanted = null;
        if (last != null) {
            end(last.writer());
        }
    }

    @Override
    public ExchangeObserver observer(int worker) {
        workers.accumulateAndGet(worker + 1, Math::max);
        return new Lines(worker);
    }

    private static LineFormat format(LogConfig.Access config) {
        return config.format() == LogConfig.Format.JSON ? new JsonLine(config) : new CommonLine(config);
    }

    /** One worker's. */
    private final class Lines implements ExchangeObserver {
        private final int worker;
        private final ByteBuilder line = new ByteBuilder(1024);
        private LogConfig.@Nullable Access current;
        private @Nullable LineFormat format;
        private int luck;

        Lines(int worker) {
            this.worker = worker;
        }

        @Override
        public void finished(FinishedExchange exchange) {
            Wanted now = wanted;
            if (now != null && isWanted(exchange, now.config())) {
                formatOf(now.config()).append(exchange, System.currentTimeMillis(), line.clear());
                write(now);
            }
        }

        @Override
        public void closed(FinishedConnection connection) {
            Wanted now = wanted;
            if (now != null
                    && isWanted(connection, now.config())
                    && formatOf(now.config()).append(connection, System.currentTimeMillis(), line.clear())) {
                write(now);
            }
        }

        private void write(Wanted now) {
            line.append('\n');
            now.writer().put(worker, line);
        }

        private LineFormat formatOf(LogConfig.Access config) {
            LineFormat by = format;
            if (by == null || !config.equals(current)) {
                by = format(config);
                format = by;
                current = config;
            }
            return by;
        }

        private boolean isWanted(FinishedExchange exchange, LogConfig.Access config) {
            if (!config.when().isEmpty() && !holdsAny(exchange, config)) {
                return false;
            }
            return exchange.status() >= 500 || !exchange.cause().isEmpty() || isLucky(config);
        }

        /** It has no status: where conditions ask for one, those are written that failed. */
        private boolean isWanted(FinishedConnection connection, LogConfig.Access config) {
            boolean isFailed = !connection.cause().isEmpty();
            boolean holds = config.when().isEmpty()
                    || config.when().stream()
                            .anyMatch(condition -> condition.measure() == LogCondition.Measure.STATUS
                                    ? isFailed
                                    : condition.holds(0, connection.totalNanos()));
            return holds && (isFailed || isLucky(config));
        }

        private boolean isLucky(LogConfig.Access config) {
            int share = config.sample().value();
            if (share == 100) {
                return true;
            }
            // why not at random: a share of a steady stream is exact so, and costs nothing. 37 spreads over all
            // hundred.
            luck = (luck + 37) % 100;
            return luck < share;
        }

        private static boolean holdsAny(FinishedExchange exchange, LogConfig.Access config) {
            for (int i = 0; i < config.when().size(); i++) {
                LogCondition condition = config.when().get(i);
                if (condition.holds(exchange.status(), exchange.totalNanos())) {
                    return true;
                }
            }
            return false;
        }
    }
}
