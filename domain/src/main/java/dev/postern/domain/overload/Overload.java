package dev.postern.domain.overload;

import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.OverloadConfig.Policy;
import dev.postern.domain.upstream.Randomness;
import java.util.EnumSet;
import java.util.Set;

/**
 * How much of what comes one worker refuses: more and more while it can't keep up or memory is short, and then less and less,
 * so that it neither refuses all for long nor swings. Time is passed in; one worker owns it.
 *
 * <pre>
 *   NORMAL --pressed for a period--> SHEDDING a fifth --pressed--> a fifth more, up to 95 %
 *          <--a tenth less for each period without pressure--/
 * </pre>
 */
public final class Overload {
    public enum Cause {
        /** The worker's turns take too long. */
        LAG,
        /** As much is in buffers as may be. */
        BUFFERS,
        /** Hardly any of the heap can be freed. */
        HEAP
    }

    public static final int ALL = 1000;

    /** How often it is judged. */
    public static final long PERIOD_NANOS = 500_000_000;

    private static final int MORE = 200;
    private static final int LESS = 100;
    /** why not all: what is let through shows whether it is over. */
    private static final int MOST = 950;
    /** why two: a single long turn is a collection of garbage, or the machine's doing. */
    private static final int LATE_TURNS = 2;

    private final EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);
    private long lagNanos;
    private boolean sheds;
    private long periodBeganNanos;
    private long lateNanos;
    private int lateTurns;
    private int lateInRow;
    private long longestTurnNanos;
    private long shownTurnNanos;
    private int share;

    public Overload(long nowNanos) {
        periodBeganNanos = nowNanos;
    }

    public void follow(OverloadConfig config) {
        sheds = config.policy() == Policy.SHED;
        lagNanos = config.lag().toNanos();
        share = sheds ? share : 0;
    }

    /** A turn of the worker is over. True when a period is, and {@link #judge} is wanted. */
    public boolean turned(long turnNanos, long nowNanos) {
        longestTurnNanos = Math.max(longestTurnNanos, turnNanos);
        if (lagNanos > 0 && turnNanos > lagNanos) {
            lateNanos += turnNanos;
            lateTurns++;
            lateInRow++;
        } else {
            lateInRow = 0;
        }
        return nowNanos - periodBeganNanos >= PERIOD_NANOS;
    }

    /** A period is over. True when shedding begins or ends with it. */
    public boolean judge(boolean isShortOfBuffers, boolean isShortOfHeap, long nowNanos) {
        long elapsed = nowNanos - periodBeganNanos;
        boolean isLate = Math.max(lateTurns, lateInRow) >= LATE_TURNS && lateNanos * 2 >= elapsed;
        periodBeganNanos = nowNanos;
        lateNanos = 0;
        lateTurns = 0;
        shownTurnNanos = longestTurnNanos;
        longestTurnNanos = 0;
        boolean before = isShedding();
        if (sheds && (isLate || isShortOfBuffers || isShortOfHeap)) {
            causes.clear();
            note(Cause.LAG, isLate);
            note(Cause.BUFFERS, isShortOfBuffers);
            note(Cause.HEAP, isShortOfHeap);
            share = Math.min(MOST, share + MORE);
        } else {
            long periods = Math.max(1, elapsed / PERIOD_NANOS);
            share = (int) Math.max(0, share - LESS * periods);
        }
        return isShedding() != before;
    }

    private void note(Cause cause, boolean holds) {
        if (holds) {
            causes.add(cause);
        }
    }

    public boolean isShedding() {
        return share > 0;
    }

    /** How many of a thousand requests are refused. */
    public int share() {
        return share;
    }

    /** Why it sheds, or did when it last shed. */
    public Set<Cause> causes() {
        return Set.copyOf(causes);
    }

    /** How long the longest turn of the last period took. */
    public long longestTurnNanos() {
        return shownTurnNanos;
    }

    /** Whether the request that comes now is refused. */
    public boolean refuses(Randomness chance) {
        return share > 0 && chance.below(ALL) < share;
    }
}
