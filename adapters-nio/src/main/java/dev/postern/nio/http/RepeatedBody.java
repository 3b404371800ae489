package dev.postern.nio.http;

import dev.postern.domain.upstream.RetryPolicy;
import dev.postern.nio.buffer.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way to one try after the other: told again from the buffer that its head came in as long as it
 * stands there, else from what is kept. Belongs to an exchange.
 */
final class RepeatedBody {
    private final BufferPool buffers;
    private final ServerStream stream;
    private final IncomingRequest request;
    private @Nullable KeptBody kept;
    private long most;
    private boolean keeps;
    private boolean taken;
    /** The next try gets from what is kept what the one before had taken. */
    private boolean repeatsKept;

    RepeatedBody(BufferPool buffers, ServerStream stream) {
        this.buffers = buffers;
        this.stream = stream;
        request = stream.request();
    }

    void begin(RetryPolicy policy) {
        boolean hasBody = request.bodyLength() > 0 || request.bodyLength() == BodyLength.OPEN;
        most = hasBody ? policy.bufferBytes(request.method()) : 0;
        begin();
    }

    private void begin() {
        taken = false;
        repeatsKept = false;
        keeps = most > 0 && request.bodyLength() <= most;
        if (keeps) {
            if (kept == null) {
                kept = new KeptBody(buffers);
            }
            kept.begin(most);
        }
    }

    /** What came between two tries, and could not be kept, makes another one impossible. */
    boolean isLost() {
        return repeatsKept && kept != null && !kept.isWhole();
    }

    /** Tells it to a try whose head was told just now, from its beginning. */
    void tell(ClientStream to) {
        boolean mayGoOn = true;
        if (keeps && kept != null) {
            kept.passTo(to);
            mayGoOn = kept.catchUp();
        }
        if (mayGoOn) {
            stream.resumeRequest();
        }
    }

    /** The try can take more. */
    void goOn() {
        if (!keeps || kept == null || kept.catchUp()) {
            stream.resumeRequest();
        }
    }

    /** What the client's connection writes to. */
    MessageSink sink(Attempt to) {
        return keeps && kept != null ? kept : to.stream();
    }

    /** Whether it can be told from its beginning once more; then it will be, and nothing of it is taken before. */
    boolean comesBack(Attempt from) {
        taken |= from.tookBody();
        if (stream.rewindRequest()) {
            begin();
            return true;
        }
        boolean isHere = keeps && kept != null && kept.isWhole();
        if (taken && !isHere) {
            return false;
        }
        repeatsKept = taken;
        if (keeps && kept != null) {
            kept.pause();
        }
        return true;
    }

    /** There is an answer, so that no other try follows. */
    void settle() {
        if (keeps && kept != null) {
            kept.settle();
        }
    }

    void rest() {
        if (kept != null) {
            kept.rest();
        }
    }
}
