package dev.postern.nio;

import dev.postern.nio.splice.LinuxCalls;
import dev.postern.nio.splice.SystemCalls;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ways in which a system may treat those who want bytes to go from socket to socket through pipes. */
enum OddPipes {
    /** As it should be. */
    WORK,
    /** There is no such thing. */
    UNKNOWN,
    /** Few bytes at a time, and interrupted before each. */
    DRIBBLE,
    /** No socket fills a pipe. */
    REFUSE_SOURCES,
    /** No socket takes from a pipe what stands in it. */
    REFUSE_TARGETS,
    /** Pipes are refused. */
    NO_DESCRIPTORS,
    /** Pipes have next to no room. */
    TINY;

    private static final int OUT_OF_DESCRIPTORS = -24;

    /** @param moved counts bytes that left a pipe for a socket */
    Supplier<@Nullable SystemCalls> calls(AtomicLong moved) {
        return () -> this == UNKNOWN ? null : new Calls(this, moved);
    }

    boolean moves() {
        return this == WORK || this == DRIBBLE;
    }

    private static final class Calls implements SystemCalls {
        private final SystemCalls real = new LinuxCalls();
        private final Set<Integer> sources = new HashSet<>();
        private final OddPipes way;
        private final AtomicLong moved;
        private boolean interrupted;

        Calls(OddPipes way, AtomicLong moved) {
            this.way = way;
            this.moved = moved;
        }

        @Override
        public long pipe() {
            if (way == NO_DESCRIPTORS) {
                return OUT_OF_DESCRIPTORS;
            }
            long ends = real.pipe();
            sources.add((int) ends);
            return ends;
        }

        @Override
        public int widen(int pipe, int bytes) {
            return real.widen(pipe, way == TINY ? 1 : bytes);
        }

        @Override
        public long splice(int from, int to, int most) {
            boolean leaves = sources.contains(from);
            if (way == (leaves ? REFUSE_TARGETS : REFUSE_SOURCES)) {
                return REFUSED;
            }
            interrupted = way == DRIBBLE && !interrupted;
            if (interrupted) {
                return INTERRUPTED;
            }
            long n = real.splice(from, to, way == DRIBBLE ? Math.min(most, 30_000) : most);
            if (leaves && n > 0) {
                moved.addAndGet(n);
            }
            return n;
        }

        @Override
        public long read(int pipe, ByteBuffer into) {
            return real.read(pipe, into);
        }

        @Override
        public void close(int descriptor) {
            sources.remove(descriptor);
            real.close(descriptor);
        }
    }
}
