package dev.postern.nio.splice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/** A buffer that the system keeps: bytes get in from a socket and out to another one. Lent by a {@link PipePool}. */
public final class Pipe {
    /** What comes in smaller pieces is moved with as few calls, and less ado, by a read and a write. */
    public static final int WORTH_BYTES = 16 * 1024;

    /** As much as goes through at a time. */
    static final int MOST_BYTES = 256 * 1024;

    private final SystemCalls calls;
    private final int in;
    private final int out;
    private int bytes;
    private boolean isSpoilt;

    Pipe(SystemCalls calls, int in, int out) {
        this.calls = calls;
        this.in = in;
        this.out = out;
    }

    /** A socket that pipes can't be filled from, or emptied to. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException() {
            super("the system does not splice this socket");
        }
    }

    public int bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return bytes == 0;
    }

    /** Takes what the socket has now, and no more than so much; as {@link SocketChannel#read} tells how much. */
    public int fill(SocketChannel from, long most) throws IOException {
        long n = move(descriptor(from), in, (int) Math.min(most, MOST_BYTES));
        if (n == 0) {
            return -1;
        }
        int taken = (int) Math.max(n, 0);
        bytes += taken;
        return taken;
    }

    /** Gives the socket what that takes now. */
    public void empty(SocketChannel to) throws IOException {
        if (bytes > 0) {
            bytes -= (int) Math.max(move(out, descriptor(to), bytes), 0);
        }
    }

    /** why: the number of a closed socket may be somebody else's by now. */
    private static int descriptor(SocketChannel socket) throws ClosedChannelException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
        return Descriptors.of(socket);
    }

    private long move(int from, int to, int most) throws IOException {
        long n = calls.splice(from, to, most);
        while (n == SystemCalls.INTERRUPTED) {
            n = calls.splice(from, to, most);
        }
        if (n == SystemCalls.REFUSED) {
            throw new RefusedException();
        }
        if (n < 0 && n != SystemCalls.NOT_NOW) {
            throw new IOException("splice failed with error " + -n);
        }
        return n;
    }

    /** Nobody wants what stands in it. */
    public void lose() {
        isSpoilt |= bytes > 0;
        bytes = 0;
    }

    /** Whether it can be used again. */
    boolean isClean() {
        return bytes == 0 && !isSpoilt;
    }

    /**
     * Copies what stands in it, for whom it can't get out otherwise.
     *
     * @param into with room for all of it
     */
    public ByteBuffer content(ByteBuffer into) {
        while (bytes > 0) {
            long n = calls.read(out, into);
            if (n <= 0) {
                throw new IllegalStateException("a pipe could not be read, error " + -n);
            }
            bytes -= (int) n;
        }
        return into.flip();
    }

    void close() {
        calls.close(in);
        calls.close(out);
    }
}
