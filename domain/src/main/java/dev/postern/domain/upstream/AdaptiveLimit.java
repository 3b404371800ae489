package dev.postern.domain.upstream;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.AdaptiveConfig.Mode;

/**
 * A limit of requests at once that follows latency: it grows while answers take about as long as at rest, and shrinks as
 * they take longer. What they take at rest is seen whenever few requests are under way; where that never happens, a limit
 * that is enforced goes down for a moment to see it. Windows of answers are passed in; one thread owns it.
 *
 * <pre>
 *   LEARNING --first window--> OPEN --as many under way as allowed--> LIMITING
 *                               \______________fewer_________________/
 *   OPEN, LIMITING --rest not seen yet, or not for a minute; enforced--> RESTING --seen, or in vain--> OPEN
 * </pre>
 */
public final class AdaptiveLimit {
    public enum State {
        LEARNING,
        OPEN,
        LIMITING,
        /** Allows few for a moment, to see how long answers take then. */
        RESTING
    }

    private static final long MINUTE = 60_000_000_000L;
    private static final long LONGEST_REST_NANOS = 3_000_000_000L;
    /** why: what a window shows may be chance; the next ones will say so. */
    private static final double WEIGHT = 0.3;

    private static final double STEEPEST = 0.5;
    private static final double REST_WEIGHT = 0.2;

    private AdaptiveConfig config;
    private State state = State.LEARNING;
    private double limit;
    private double restNanos;
    private long restSeenNanos;
    private long restingSinceNanos;
    private boolean restBegan;

    /** Begins in the middle of what it may allow, by the order of magnitude. */
    public AdaptiveLimit(AdaptiveConfig config, long nowNanos) {
        this.config = config;
        limit = Math.sqrt((double) config.min() * Math.max(config.min(), config.max()));
        restSeenNanos = nowNanos;
    }

    /** Goes over to other rules; what is known stays. */
    public void follow(AdaptiveConfig next) {
        config = next;
        limit = bounded(limit);
    }

    public State state() {
        return state;
    }

    /** How many requests there may be at once. */
    public int allowed() {
        return state == State.RESTING ? Math.min(few(), (int) limit) : (int) limit;
    }

    /** How long answers take at rest, in the middle; 0 while nothing is known. */
    public long restNanos() {
        return (long) restNanos;
    }

    /**
     * A window of answers has ended.
     *
     * @param medianNanos how long they took, in the middle; above 0
     * @param mostAtOnce how many requests there were at once, at most
     */
    public void observe(long medianNanos, int mostAtOnce, long nowNanos) {
        boolean isAtRest = mostAtOnce <= few();
        if (state == State.LEARNING) {
            restNanos = medianNanos;
            // why: what is learnt under load is to be seen at rest soon.
            restSeenNanos = isAtRest ? nowNanos : nowNanos - MINUTE;
        } else if (medianNanos < restNanos) {
            restNanos = medianNanos;
            restSeenNanos = isAtRest ? nowNanos : restSeenNanos;
        } else if (isAtRest && (state != State.RESTING || restBegan)) {
            restNanos = state == State.RESTING ? medianNanos : restNanos + (medianNanos - restNanos) * REST_WEIGHT;
            restSeenNanos = nowNanos;
        }
        if (state == State.RESTING) {
            endRest(isAtRest, nowNanos);
            return;
        }
        move(medianNanos, mostAtOnce);
        state = mostAtOnce >= (int) limit ? State.LIMITING : State.OPEN;
        if (config.mode() == Mode.ENFORCE && nowNanos - restSeenNanos >= MINUTE) {
            state = State.RESTING;
            restingSinceNanos = nowNanos;
            restBegan = false;
        }
    }

    /** The first window that has few under way all the time is the one that counts; those before were still going down. */
    private void endRest(boolean isAtRest, long nowNanos) {
        boolean isSeen = isAtRest && restBegan;
        restBegan |= isAtRest;
        if (isSeen || nowNanos - restingSinceNanos >= LONGEST_REST_NANOS) {
            restSeenNanos = nowNanos;
            state = State.OPEN;
        }
    }

    private void move(long medianNanos, int mostAtOnce) {
        double borne = restNanos * (100 + config.tolerance().value()) / 100;
        double gradient = Math.clamp(borne / medianNanos, STEEPEST, 1);
        boolean isUnused = mostAtOnce * 2 < limit;
        if (gradient == 1 && isUnused) {
            return;
        }
        // why the root: room to grow, that matters less the more there is.
        double wanted = limit * gradient + (isUnused ? 0 : Math.sqrt(limit));
        limit = bounded(limit + (wanted - limit) * WEIGHT);
    }

    private double bounded(double wanted) {
        return Math.clamp(wanted, config.min(), Math.max(config.min(), config.max()));
    }

    /** So few that they don't slow each other down. */
    private int few() {
        return config.min();
    }
}
