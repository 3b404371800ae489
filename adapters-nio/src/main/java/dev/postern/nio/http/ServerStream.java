package dev.postern.nio.http;

/** One request of a client, from the side that answers it. Body data of the response goes into it as into a sink. */
public interface ServerStream extends MessageSink {
    IncomingRequest request();

    /** Encodes an interim response (1xx) and sends it. */
    void interim(OutgoingResponse response);

    /** Encodes the response's head; it leaves with the first data or a flush. */
    void respond(OutgoingResponse response);

    /**
     * Answers that the protocol changes. The request was read; from here on what flows either way are plain bytes, and each
     * way ends by itself, and both when there was silence for so long.
     */
    void tunnel(OutgoingResponse response, long idleNanos);

    /** Asks for the request's body, or for more of it after the listener's sink was full. */
    void resumeRequest();

    /** Its body will be told again from its beginning; false when some of it is not here any more. */
    boolean rewindRequest();

    /** A body beyond so many bytes is refused: {@link ServerStreamListener#requestFailed}. For this request only. */
    void limitRequest(long bytes);

    /** No more of the request is wanted; what still comes is dropped, and the connection with it. */
    void ignoreRequest();

    /** Nobody needs this request's bytes any more: once the response has left, the connection goes on to the next. */
    void complete();

    /** How much of the request's body was passed on. */
    long requestBytes();

    /** How long the request's head took to come, from its first part to its last. */
    long parseNanos();

    /** How much of the response's body has left. */
    long responseBytes();

    /** The response can't be ended as it began: the connection is cut so that the client notices. */
    void abort();
}
