package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;

/** Follows one request. Calls come on the loop of the stream; the request's body comes through {@link #requestBody()}. */
public interface ServerStreamListener {
    /** The head is complete. */
    void requestStarted(ServerStream stream);

    /** Where the request's body goes. */
    MessageSink requestBody();

    /** The body can't go on: its framing is broken, or it took too long. */
    void requestFailed(FailureKind failure);

    /** The client is gone. No further call comes. */
    void clientGone();

    /** The response's sink has room again. */
    void responseWritable();

    /** The response has left and the request was read: no further call comes, and the listener can be used again. */
    void finished();
}
