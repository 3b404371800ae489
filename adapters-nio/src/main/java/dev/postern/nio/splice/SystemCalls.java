package dev.postern.nio.splice;

import java.nio.ByteBuffer;

/** What pipes need of the system. What fails answers the number of the error, below zero. One thread uses it. */
public interface SystemCalls {
    int INTERRUPTED = -4;
    int NOT_NOW = -11;
    int REFUSED = -22;

    /** A new pipe: the descriptor to write to in the upper half, the one to read from in the lower. */
    long pipe();

    /** Asks for room for that much, and answers how much there is now. */
    int widen(int pipe, int bytes);

    /** Moves bytes from a socket into a pipe, or the other way; 0 at the end of the source. Never waits. */
    long splice(int from, int to, int most);

    /** Copies what stands in a pipe. */
    long read(int pipe, ByteBuffer into);

    void close(int descriptor);
}
