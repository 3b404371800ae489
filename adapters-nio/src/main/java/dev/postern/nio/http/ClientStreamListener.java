package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;

/** Follows one request to an endpoint. Calls come on the loop of the stream. */
public interface ClientStreamListener {
    void interimResponse(IncomingResponse response);

    void responseStarted(IncomingResponse response);

    /**
     * The endpoint has changed to a protocol that was offered, and the request had left. From here on what flows either way
     * are plain bytes; the response ends when both ways have.
     */
    void switched(IncomingResponse response);

    /** Where the response's body goes. */
    MessageSink responseBody();

    /** The response was read to its end; the stream is not to be used any more. */
    void responseEnded();

    /** No further call comes. */
    void responseFailed(FailureKind failure);

    /** The request's sink has room again. */
    void requestWritable();
}
