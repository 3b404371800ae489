package dev.postern.nio.splice;

import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pipes that one loop lends to its connections while they have bytes under way. There are only so many, because each takes
 * two descriptors; who gets none does without. Ends by {@link #close()}.
 */
public final class PipePool {
    /** Where there are none. */
    public static final PipePool NONE = new PipePool(() -> null);

    private static final int MOST = 64;
    private static final int MOST_AT_REST = 8;
    /** So often nobody asks the system, after it gave no pipe. */
    private static final int PAUSE = 1_000;

    private final Supplier<? extends @Nullable SystemCalls> system;
    private final ArrayDeque<Pipe> resting = new ArrayDeque<>();
    private @Nullable SystemCalls calls;
    private int lent;
    private int pause;
    private boolean isClosed;

    /** @param system asked when a pipe is wanted; null as long as there are none */
    public PipePool(Supplier<? extends @Nullable SystemCalls> system) {
        this.system = system;
    }

    /** An empty one, or null. */
    public @Nullable Pipe borrow() {
        if (lent == MOST || isClosed) {
            return null;
        }
        Pipe pipe = resting.pollLast();
        if (pipe == null) {
            pipe = open();
        }
        if (pipe != null) {
            lent++;
        }
        return pipe;
    }

    private @Nullable Pipe open() {
        SystemCalls known = calls == null ? system.get() : calls;
        calls = known;
        if (known == null) {
            return null;
        }
        if (pause > 0) {
            pause--;
            return null;
        }
        long ends = known.pipe();
        if (ends < 0) {
            pause = PAUSE;
            return null;
        }
        int in = (int) (ends >>> Integer.SIZE);
        Pipe pipe = new Pipe(known, in, (int) ends);
        if (known.widen(in, Pipe.MOST_BYTES) < Pipe.MOST_BYTES) {
            // why: where a user has many pipes, Linux gives none but tiny ones, which are slower than copying.
            pipe.close();
            pause = PAUSE;
            return null;
        }
        return pipe;
    }

    /** Takes a pipe back; null is nothing to take back. What still stands in it is lost. */
    public void giveBack(@Nullable Pipe pipe) {
        if (pipe == null) {
            return;
        }
        lent--;
        if (pipe.isClean() && !isClosed && resting.size() < MOST_AT_REST) {
            resting.addLast(pipe);
        } else {
            pipe.close();
        }
    }

    /** How many connections hold now. */
    public int lent() {
        return lent;
    }

    public void close() {
        isClosed = true;
        resting.forEach(Pipe::close);
        resting.clear();
    }
}
