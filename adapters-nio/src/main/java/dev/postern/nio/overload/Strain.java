package dev.postern.nio.overload;

import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.overload.Overload;
import dev.postern.domain.upstream.Randomness;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how one worker keeps up, and says which requests it refuses at once. Costs a look at the clock for each turn of the
 * loop. Belongs to its worker; any thread reads what it shows.
 */
public final class Strain implements EventLoop.TurnListener {
    private static final Logger log = LoggerFactory.getLogger(Strain.class);

    /**
     * How it is.
     *
     * @param share how many of a thousand requests are refused
     * @param causes why, or why when it last refused any
     * @param refused requests so far
     * @param sinceNanos when refusing began, or when it ended
     */
    public record Shown(int share, Set<Overload.Cause> causes, long refused, long longestTurnNanos, long sinceNanos) {}

    private final int worker;
    private final EventLoop loop;
    /** why: who has nothing to do must find out that it is over before the next request comes. */
    private final Timeout nextLook = new Timeout(() -> {});

    private final BufferPool buffers;
    private final HeapUse heap;
    private final Randomness chance;
    private final Overload overload;
    private final Turns turns = new Turns();
    private int heapPercent;
    private long idleNanos = Long.MAX_VALUE;
    private long refused;
    private long refusedBefore;
    private long sinceNanos;
    private volatile Shown shown;

    public Strain(int worker, EventLoop loop, BufferPool buffers, HeapUse heap, Randomness chance) {
        this.worker = worker;
        this.loop = loop;
        this.buffers = buffers;
        this.heap = heap;
        this.chance = chance;
        long now = loop.nowNanos();
        overload = new Overload(now);
        sinceNanos = now;
        shown = new Shown(0, Set.of(), 0, 0, now);
    }

    public void follow(OverloadConfig config) {
        overload.follow(config);
        heapPercent = config.heap().value();
        idleNanos = config.idleTimeout().toNanos();
    }

    @Override
    public void turned(long turnNanos, long nowNanos) {
        turns.count(turnNanos);
        if (!overload.turned(turnNanos, nowNanos)) {
            return;
        }
        boolean isChange = overload.judge(buffers.isShort(), heap.isAbove(heapPercent, nowNanos), nowNanos);
        if (isChange) {
            tell(nowNanos);
            sinceNanos = nowNanos;
            refusedBefore = refused;
        }
        if (overload.isShedding()) {
            loop.timers().arm(nextLook, nowNanos + Overload.PERIOD_NANOS);
        }
        if (isChange || overload.isShedding() || overload.longestTurnNanos() != shown.longestTurnNanos()) {
            shown = new Shown(overload.share(), overload.causes(), refused, overload.longestTurnNanos(), sinceNanos);
        }
    }

    private void tell(long nowNanos) {
        if (overload.isShedding()) {
            log.warn(
                    "event=overload-began worker={} causes={} turnMs={}",
                    worker,
                    overload.causes(),
                    overload.longestTurnNanos() / 1_000_000);
        } else {
            log.warn(
                    "event=overload-ended worker={} forMs={} refused={}",
                    worker,
                    (nowNanos - sinceNanos) / 1_000_000,
                    refused - refusedBefore);
        }
    }

    /** Whether the request that comes now is to be refused. */
    public boolean refuses() {
        boolean isRefused = overload.refuses(chance);
        refused += isRefused ? 1 : 0;
        return isRefused;
    }

    /** Whether there is no memory for one more request, even to refuse it; any thread. */
    public boolean hasNoRoom() {
        return shown.share() > 0 ? buffers.isExhausted() : buffers.isShort();
    }

    /** How long an unused connection of a client may rest. */
    public long restNanos(long usualNanos) {
        return overload.isShedding() ? Math.min(usualNanos, idleNanos) : usualNanos;
    }

    /** For the loop itself. */
    public Turns turns() {
        return turns;
    }

    /** Any thread. */
    public Shown shown() {
        return shown;
    }
}
