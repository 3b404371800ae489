package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.nio.splice.Pipe;
import java.nio.ByteBuffer;

/**
 * Where a message's body goes. A sink takes what it can; data that is left in the buffer means that it is full, and that
 * it will ask for more by its listener. Nothing is written before a write, an end or a flush, so that a head and the
 * first data leave together.
 */
public interface MessageSink {
    void write(ByteBuffer data);

    /** As {@link #write}, and the message ends with this data; called again with what is left until all is taken. */
    void end(ByteBuffer data);

    /** Whether bytes may go on through pipes of the system, unseen. Asked again where a pipe was not emptied. */
    default boolean takesPipes() {
        return false;
    }

    /** As {@link #write(ByteBuffer)}. Only where pipes are taken. */
    default void write(Pipe data) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #end(ByteBuffer)}. Only where pipes are taken. */
    default void end(Pipe data) {
        throw new UnsupportedOperationException();
    }

    /** The fields that came behind the body: told before its end, which has no data then. Which of them go on is decided here. */
    void trailers(HeaderFields fields);

    /** Sends what was encoded so far. */
    void flush();
}
