package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;

/** Where streams to one endpoint come from. */
public interface ClientStreams {
    /** Waits for a stream. One of the two calls comes, once, perhaps before the request for it returns. */
    interface User {
        /** It is the user's from {@link ClientStream#begin} on. */
        void connected(ClientStream stream);

        void notConnected(FailureKind kind);

        /** The endpoint has all the connections that it may have; comes before the request for a stream returns. */
        void noRoom();

        /** Whether the request can be sent again should the connection turn out to be closed. */
        boolean mayRepeat();
    }

    /** Hands over a stream of a connection that rests, or opens one. */
    void lease(User user);

    /** Hands over a stream of a new connection, for a request that a resting one has just failed. */
    void leaseFresh(User user);

    /** The user needs no stream any more. */
    void forget(User user);
}
