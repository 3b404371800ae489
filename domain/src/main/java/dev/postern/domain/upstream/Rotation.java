package dev.postern.domain.upstream;

/** Where one worker stands in its round over an upstream. Workers begin apart, so that together they don't go in step. */
public final class Rotation {
    private static final int MOST_STEPS = 256;
    private static final int UNSET = -1;

    private final WorkerSeat seat;
    private int position = UNSET;
    private boolean started;

    Rotation(WorkerSeat seat) {
        this.seat = seat;
    }

    /** The index to look at first. */
    public int start(int size) {
        if (position == UNSET) {
            position = (int) ((long) seat.index() * size / seat.count());
        }
        return position < size ? position : position % size;
    }

    public void moveBehind(int index) {
        position = index + 1;
    }

    /** How many picks of a smooth round to leave out before the first; 0 from then on. */
    public int headStart(Candidates candidates) {
        if (started) {
            return 0;
        }
        started = true;
        long cycle = candidates.totalWeight() / commonDivisor(candidates);
        return (int) (Math.min(cycle, MOST_STEPS) * seat.index() / seat.count());
    }

    private static long commonDivisor(Candidates candidates) {
        long divisor = candidates.totalWeight();
        for (int i = 0; i < candidates.size(); i++) {
            long rest = candidates.weight(i);
            while (rest != 0) {
                long next = divisor % rest;
                divisor = rest;
                rest = next;
            }
        }
        return divisor;
    }
}
