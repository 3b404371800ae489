package dev.postern.nio.loop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deadlines in 10 ms steps. Arming a later deadline only writes a number: the wheel looks at a timeout when its old slot
 * comes up and puts it back if it is not due. Deadlines beyond the wheel's turn are put back each turn. One loop owns it.
 */
public final class TimerWheel {
    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);
    private static final long TICK_NANOS = 10_000_000;
    private static final int SLOTS = 1024;
    private static final int MASK = SLOTS - 1;

    private final @Nullable Timeout[] slots = new Timeout[SLOTS];
    /** A bit for each slot that holds something, so that the next one is found without a walk. */
    private final long[] occupied = new long[SLOTS / 64];

    private final long originNanos;
    private long currentTick;

    public TimerWheel(long nowNanos) {
        originNanos = nowNanos;
    }

    public void arm(Timeout timeout, long deadlineNanos) {
        timeout.deadlineNanos = deadlineNanos;
        long due = tickOf(deadlineNanos);
        if (timeout.linked) {
            if (timeout.tick <= due) {
                return;
            }
            unlink(timeout);
        }
        link(timeout, due);
    }

    public void cancel(Timeout timeout) {
        if (timeout.linked) {
            unlink(timeout);
        }
    }

    /** Expires what is due. An action may arm and cancel anything. */
    public void advance(long nowNanos) {
        long target = (nowNanos - originNanos) / TICK_NANOS;
        if (target - currentTick > SLOTS) {
            currentTick = target - SLOTS;
        }
        while (currentTick < target) {
            currentTick++;
            expireSlot((int) (currentTick & MASK), nowNanos);
        }
    }

    private void expireSlot(int slot, long nowNanos) {
        Timeout first = slots[slot];
        if (first == null) {
            return;
        }
        slots[slot] = null;
        occupied[slot >> 6] &= ~(1L << slot);
        // why: detached first, so that an action that cancels a neighbour finds a consistent list.
        for (Timeout each = first; each != null; each = each.next) {
            each.tick = -1;
        }
        while (first != null) {
            Timeout timeout = first;
            first = timeout.next;
            timeout.next = null;
            if (first != null) {
                first.previous = null;
            }
            timeout.linked = false;
            if (timeout.deadlineNanos <= nowNanos) {
                detachedHead = first;
                expire(timeout);
                first = detachedHead;
            } else {
                link(timeout, tickOf(timeout.deadlineNanos));
            }
        }
        detachedHead = null;
    }

    /** What one action breaks must not keep others from theirs. */
    private static void expire(Timeout timeout) {
        try {
            timeout.expire();
        } catch (RuntimeException | Error e) {
            log.error("event=timer-failed", e);
        }
    }

    /** The rest of the slot being expired, while an action runs. */
    @Nullable
    private Timeout detachedHead;

    /** Milliseconds until something may be due: 0 is now, -1 is never. */
    public long millisUntilNext(long nowNanos) {
        int from = (int) ((currentTick + 1) & MASK);
        int distance = distanceToOccupied(from);
        if (distance < 0) {
            return -1;
        }
        long dueNanos = originNanos + (currentTick + 1 + distance) * TICK_NANOS;
        long leftNanos = dueNanos - nowNanos;
        return leftNanos <= 0 ? 0 : (leftNanos + 999_999) / 1_000_000;
    }

    private int distanceToOccupied(int from) {
        for (int looked = 0; looked < SLOTS; ) {
            int slot = (from + looked) & MASK;
            long word = occupied[slot >> 6] >>> slot;
            if (word != 0) {
                return looked + Long.numberOfTrailingZeros(word);
            }
            looked += 64 - (slot & 63);
        }
        return -1;
    }

    private long tickOf(long deadlineNanos) {
        return (deadlineNanos - originNanos + TICK_NANOS - 1) / TICK_NANOS;
    }

    private void link(Timeout timeout, long dueTick) {
        timeout.tick = Math.clamp(dueTick, currentTick + 1, currentTick + MASK);
        int slot = (int) (timeout.tick & MASK);
        Timeout head = slots[slot];
        timeout.previous = null;
        timeout.next = head;
        if (head != null) {
            head.previous = timeout;
        }
        slots[slot] = timeout;
        occupied[slot >> 6] |= 1L << slot;
        timeout.linked = true;
    }

    private void unlink(Timeout timeout) {
        if (timeout.next != null) {
            timeout.next.previous = timeout.previous;
        }
        if (timeout.previous != null) {
            timeout.previous.next = timeout.next;
        } else if (timeout.tick < 0) {
            detachedHead = timeout.next;
        } else {
            int slot = (int) (timeout.tick & MASK);
            slots[slot] = timeout.next;
            if (timeout.next == null) {
                occupied[slot >> 6] &= ~(1L << slot);
            }
        }
        timeout.previous = null;
        timeout.next = null;
        timeout.linked = false;
    }
}
