package dev.postern.nio.http1;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.http.ClientStreamListener;
import dev.postern.nio.http.IncomingResponse;
import dev.postern.nio.http.MessageSink;
import java.nio.ByteBuffer;

/** Reads past a response that is tried again elsewhere, as long as that is cheaper than another connection. */
final class UnwantedResponse implements ClientStreamListener, MessageSink {
    static final long MOST_BYTES = 64 * 1024;
    static final long LONGEST_NANOS = 1_000_000_000;

    private long left = MOST_BYTES;

    @Override
    public MessageSink responseBody() {
        return this;
    }

    /** What is too much is not taken: the connection then waits for its time to be up. */
    @Override
    public void write(ByteBuffer data) {
        if (data.remaining() <= left) {
            left -= data.remaining();
            data.position(data.limit());
        }
    }

    @Override
    public void end(ByteBuffer data) {
        write(data);
    }

    @Override
    public void trailers(HeaderFields fields) {}

    @Override
    public void flush() {}

    @Override
    public void interimResponse(IncomingResponse response) {}

    @Override
    public void responseStarted(IncomingResponse response) {}

    @Override
    public void switched(IncomingResponse response) {}

    @Override
    public void responseEnded() {}

    @Override
    public void responseFailed(FailureKind failure) {}

    @Override
    public void requestWritable() {}
}
