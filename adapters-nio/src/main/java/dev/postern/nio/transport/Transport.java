package dev.postern.nio.transport;

import dev.postern.nio.splice.Pipe;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A byte pipe, plain or encrypted, and the interest in its readiness. Belongs to one loop. */
public interface Transport {
    /** Bytes read, 0 when there are none now, -1 at the end of the stream. */
    int read(ByteBuffer into) throws IOException;

    /** Writes what the pipe takes now, from the buffers in their order. */
    void write(ByteBuffer[] buffers, int count) throws IOException;

    /** How much of what the pipe took has not left for the system; who wants to write is told when all has. */
    default long unsentBytes() {
        return 0;
    }

    /** Lets as much of that leave as the system takes now. */
    default void flush() throws IOException {}

    /** Whether bytes may come and go through pipes of the system. */
    default boolean takesPipes() {
        return false;
    }

    /** As {@link #read(ByteBuffer)}, no more than so much, into an empty pipe. Only where pipes are taken. */
    default int read(Pipe into, long most) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes what the other side takes now. Only where pipes are taken; it may turn out here that they aren't any more. */
    default void write(Pipe from) throws IOException {
        throw new UnsupportedOperationException();
    }

    void wantRead(boolean wanted);

    void wantWrite(boolean wanted);

    /** Says that no more is written; the other direction goes on. */
    void shutdownOutput() throws IOException;

    boolean isOpen();

    void close();

    /** Closes so that the other end can tell it from an end that was meant, where the system knows how. */
    default void reset() {
        close();
    }
}
