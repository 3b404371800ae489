package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Side;
import dev.postern.domain.upstream.EndpointStats;
import org.jspecify.annotations.Nullable;

/**
 * One try of an exchange at one endpoint: waits for a connection, sends the request, follows the response. Used again for
 * the next try. However it ends, its endpoint is told once. Belongs to its exchange's loop.
 *
 * <pre>
 *   NONE --begin--> CONNECTING --connected--> RUNNING --ended, failed, cancelled--> NONE
 *                       \______not connected_____________________________________/
 * </pre>
 */
final class Attempt implements ClientStreamListener, ClientStreams.User {
    private final Tries tries;
    private final ExchangeParts parts;
    private final Traced trace;
    private @Nullable EndpointStats endpoint;
    private @Nullable ClientStreams streams;
    private @Nullable ClientStream stream;
    private TracedTry span;
    private int number;
    private long beganNanos;
    private boolean answered;
    /** It answered that it, or who is behind it, can't serve now. */
    private boolean answeredBadly;

    private boolean sent;
    private boolean bodyTaken;

    Attempt(Tries tries, ExchangeParts parts, Traced trace) {
        this.tries = tries;
        this.parts = parts;
        this.trace = trace;
        span = trace.untold();
    }

    private long nowNanos() {
        return parts.loop().nowNanos();
    }

    /** @param which counted from 1, for the endpoint to know */
    void begin(int which, EndpointStats at, ClientStreams from) {
        number = which;
        enter(at, from);
        from.lease(this);
    }

    /** At the same endpoint, but not on a connection that may have grown stale. */
    void beginFresh(EndpointStats at, ClientStreams from) {
        enter(at, from);
        from.leaseFresh(this);
    }

    private void enter(EndpointStats at, ClientStreams from) {
        endpoint = at;
        streams = from;
        answered = false;
        answeredBadly = false;
        sent = false;
        bodyTaken = false;
        beganNanos = nowNanos();
        at.begin();
        span = trace.tries(number, at);
    }

    /** Null while there is no try. */
    @Nullable
    EndpointStats endpoint() {
        return endpoint;
    }

    /** What the request's body is written to; only while there is a connection. */
    ClientStream stream() {
        if (stream == null) {
            throw new IllegalStateException("not connected");
        }
        return stream;
    }

    TracedTry span() {
        return span;
    }

    /** When it was given to its endpoint. */
    long beganNanos() {
        return beganNanos;
    }

    int number() {
        return number;
    }

    boolean isRunning() {
        return endpoint != null;
    }

    boolean isConnected() {
        return stream != null;
    }

    // ---- waiting for a connection

    @Override
    public void connected(ClientStream connection) {
        stream = connection;
        connection.begin(this);
        tries.send(this, connection);
    }

    @Override
    public void notConnected(FailureKind kind) {
        over(kind);
    }

    @Override
    public void noRoom() {
        trace.forget(span);
        leave();
        tries.noRoom(this);
    }

    @Override
    public boolean mayRepeat() {
        return tries.isRepeatable();
    }

    // ---- following the response

    @Override
    public void interimResponse(IncomingResponse response) {
        tries.interim(response);
    }

    @Override
    public void responseStarted(IncomingResponse response) {
        tellAnswered(response.status());
        tries.answered(this, response);
    }

    @Override
    public void switched(IncomingResponse response) {
        tellAnswered(response.status());
        tellFinished();
        tries.switched(response);
    }

    private void tellAnswered(int status) {
        answered = true;
        span.answered(status);
        answeredBadly = status >= 502 && status <= 504;
        EndpointStats at = endpoint;
        if (at == null) {
            return;
        }
        long now = nowNanos();
        if (!answeredBadly) {
            at.answers(now - beganNanos, now);
        } else if (at.failed(now - beganNanos, now)) {
            parts.upstreams().suspect(at, "status " + status);
        }
    }

    private void tellFinished() {
        if (endpoint != null && !answeredBadly) {
            endpoint.finished(nowNanos());
        }
    }

    @Override
    public MessageSink responseBody() {
        return tries.clientSide();
    }

    @Override
    public void responseEnded() {
        tellFinished();
        leave();
        tries.ended();
    }

    @Override
    public void responseFailed(FailureKind kind) {
        over(kind);
    }

    private void over(FailureKind kind) {
        EndpointStats failed = endpoint;
        if (failed == null) {
            return;
        }
        if (stream != null) {
            sent = stream.hasSent();
            bodyTaken = stream.hasTakenBody();
        }
        // why: to close what has rested for long is no failure of an endpoint, and neither is a lack of our own.
        if (kind != FailureKind.STALE_CONNECTION && kind.side() == Side.UPSTREAM && !answeredBadly) {
            tellFailed(failed, kind);
        }
        span.failed(kind);
        leave();
        tries.failed(this, failed, kind);
    }

    private void tellFailed(EndpointStats failed, FailureKind kind) {
        long now = nowNanos();
        boolean isTooMuch = answered ? failed.broke(now) : failed.failed(now - beganNanos, now);
        if (isTooMuch) {
            parts.upstreams().suspect(failed, kind.words());
        }
    }

    /** Whether the endpoint of the try that failed may have seen any of the request. */
    boolean wasSent() {
        return sent;
    }

    boolean tookBody() {
        return stream == null ? bodyTaken : stream.hasTakenBody();
    }

    @Override
    public void requestWritable() {
        tries.requestWritable();
    }

    /** Gives up; no call comes from it any more. */
    void cancel() {
        if (stream != null) {
            stream.cancel();
        } else if (streams != null) {
            streams.forget(this);
        }
        span.abandon();
        leave();
    }

    /** Its answer is not wanted: what is left of it is read and dropped where that is little, and the connection kept. */
    void discard() {
        tellFinished();
        if (stream != null) {
            stream.discard();
        }
        leave();
    }

    /** Its own time is up: it has failed. */
    void timeOut() {
        FailureKind kind = stream == null ? FailureKind.CONNECT_TIMEOUT : FailureKind.RESPONSE_TIMEOUT;
        ClientStream open = stream;
        if (open != null) {
            sent = open.hasSent();
            bodyTaken = open.hasTakenBody();
            open.cancel();
            stream = null;
        } else if (streams != null) {
            streams.forget(this);
        }
        over(kind);
    }

    /** As {@link #cancel}, because the exchange's time is up: an endpoint that has the request did not answer in time. */
    void expire() {
        if (endpoint != null && stream != null && !answered) {
            tellFailed(endpoint, FailureKind.EXCHANGE_TIMEOUT);
            span.failed(FailureKind.EXCHANGE_TIMEOUT);
        }
        cancel();
    }

    private void leave() {
        if (endpoint != null) {
            endpoint.end();
        }
        trace.ended(span);
        span = trace.untold();
        endpoint = null;
        streams = null;
        stream = null;
    }
}
