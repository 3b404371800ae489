package dev.postern.nio.transport;

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
