package dev.postern.nio.http;

/** One request to an endpoint, from the side that asks. Body data of the request goes into it as into a sink. */
public interface ClientStream extends MessageSink {
    /** Takes the stream for one exchange. */
    void begin(ClientStreamListener listener);

    /** Encodes the head; it leaves with the first data or a flush. */
    void send(OutgoingRequest request);

    /** Asks for the response's body, or for more of it after the listener's sink was full. */
    void resumeResponse();

    /** Whether this connection served a request before: then a failure may only mean that it had been closed. */
    boolean isReused();

    /** Whether any byte of the request may have reached the endpoint. */
    boolean hasSent();

    /** Whether any of the request's body was taken. */
    boolean hasTakenBody();

    /** The response isn't wanted any more. No further call comes. */
    void cancel();

    /** As {@link #cancel}, for a response that has started: where little of it is left, the connection outlives it. */
    void discard();
}
