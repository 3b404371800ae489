package dev.postern.nio.splice;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * The calls of Linux, by the foreign-function API; the only class that knows it. Loading it takes time, and fails on a
 * system that has no such calls. Each worker has its own, because of the place where an error's number is left.
 */
public final class LinuxCalls implements SystemCalls {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int SET_PIPE_SIZE = 1031;
    private static final int SPLICE_NON_BLOCKING = 2;

    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERROR_NUMBER = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle PIPE = call("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONTROL = call(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SPLICE =
            call("splice", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    // why suppressed: this class is the one that may.
    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, all);
    }

    private final MemorySegment state = Arena.global().allocate(STATE);
    private final MemorySegment ends = Arena.global().allocate(JAVA_INT, 2);

    @Override
    public long pipe() {
        try {
            int done = (int) PIPE.invokeExact(state, ends, CLOSE_ON_EXEC | NON_BLOCKING);
            return done < 0
                    ? failure()
                    : (long) ends.getAtIndex(JAVA_INT, 1) << Integer.SIZE | ends.getAtIndex(JAVA_INT, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int widen(int pipe, int bytes) {
        try {
            return (int) CONTROL.invokeExact(state, pipe, SET_PIPE_SIZE, bytes);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long splice(int from, int to, int most) {
        try {
            long moved = (long) SPLICE.invokeExact(
                    state, from, MemorySegment.NULL, to, MemorySegment.NULL, (long) most, SPLICE_NON_BLOCKING);
            return moved < 0 ? failure() : moved;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public long read(int pipe, ByteBuffer into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(into.remaining());
            long n = (long) READ.invokeExact(state, pipe, copy, copy.byteSize());
            if (n < 0) {
                return failure();
            }
            into.put(copy.asSlice(0, n).asByteBuffer());
            return n;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private int failure() {
        return -state.get(JAVA_INT, ERROR_NUMBER);
    }
}
