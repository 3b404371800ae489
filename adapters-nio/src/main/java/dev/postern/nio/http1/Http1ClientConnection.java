package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.ClientStream;
import dev.postern.nio.http.ClientStreamListener;
import dev.postern.nio.http.OutgoingRequest;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.transport.ConnectFailures;
import dev.postern.nio.transport.Dialled;
import dev.postern.nio.transport.Opening;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint: connects, then serves one exchange at a time, and rests in its pool in between. Belongs to
 * one loop; ends when either side closes or a limit is passed. Longer than most files, because each of its states answers
 * to every event, and what it owes the pool and the exchange in each is seen only side by side.
 *
 * <pre>
 *   CONNECTING --connected--> IDLE --begin--> BUSY --response read, both may stay--> IDLE
 *        \________failed_______/_____________/__\___cancelled, broken, must close__> CLOSED
 * </pre>
 */
public final class Http1ClientConnection implements ClientStream, KeyHandler, MessageWriter.Owner {
    /** Where a connection belongs while nobody uses it. */
    public interface Home {
        void connected(Http1ClientConnection connection);

        void connectFailed(Http1ClientConnection connection, FailureKind kind);

        /** It can serve again: it is told for how long, or closed. */
        void idle(Http1ClientConnection connection);

        /** The endpoint closes it, or breaks the rules, while it rests. */
        void endedAtRest(Http1ClientConnection connection);

        /** It is closed; comes once, also after a failed connect. */
        void closed(Http1ClientConnection connection);
    }

    private enum State {
        CONNECTING,
        IDLE,
        BUSY,
        CLOSED
    }

    private static final Slice NOTHING_OFFERED = new Slice();
    private static final byte[] HEAD = Ascii.bytes("HEAD");

    private final ConnectionParts parts;
    private final Home home;
    private final ConnectionAge age;
    private final Dialled transport;
    private final MessageWriter writer;
    private final HeadEncoder encoder;
    private final HeadReader head;
    private final Http1Response response;
    private final BodyReader body;
    private final Timeout timeout = new Timeout(this::timedOut);

    private ClientLimits limits;
    private State state = State.CONNECTING;
    private @Nullable ClientStreamListener listener;
    private @Nullable OutgoingRequest sending;
    private boolean headRead;
    private boolean inTunnel;
    private boolean requestOver;
    private boolean responseOver;
    private boolean writeIsBroken;
    private boolean bodyTaken;
    private long responseNanos;
    private long bodyNanos;
    private int interims;

    /** @param calling opens the way to the endpoint */
    public Http1ClientConnection(ConnectionParts parts, ClientLimits limits, Opening<Dialled> calling, Home home)
            throws IOException {
        this.parts = parts;
        this.limits = limits;
        this.home = home;
        age = new ConnectionAge(parts.loop().nowNanos());
        transport = calling.open(this);
        writer = new MessageWriter(parts.buffers(), transport, parts.loop(), this);
        encoder = new HeadEncoder(parts.scratch(), parts.date());
        head = new HeadReader(parts.buffers(), new StatusLine(), ClientLimits.MAX_HEAD_BYTES, ClientLimits.MAX_FIELDS);
        response = new Http1Response(head.fields(), head.facts());
        body = new BodyReader(parts.buffers());
        arm(limits.connectNanos());
    }

    /** Leads from the head's reader to the response, which is made after it. */
    private final class StatusLine implements HeadReader.StartLine {
        @Override
        public @Nullable HeadFault read(Slice line) {
            return response.readStartLine(line);
        }

        @Override
        public boolean letsEmptyLinePass() {
            return false;
        }

        @Override
        public void moved(byte[] array, int by) {
            response.moved(array, by);
        }
    }

    @Override
    public void begin(ClientStreamListener newListener) {
        if (state != State.IDLE) {
            throw new IllegalStateException(state.toString());
        }
        state = State.BUSY;
        listener = newListener;
        headRead = false;
        bodyTaken = false;
        inTunnel = false;
        requestOver = false;
        responseOver = false;
        interims = 0;
        age.serves();
    }

    /** Goes to the pool without having served. */
    public void rest() {
        if (state == State.IDLE) {
            goHome();
        }
    }

    private void goHome() {
        age.rests(parts.loop().nowNanos());
        home.idle(this);
    }

    /** For what comes from now on. */
    public void limit(ClientLimits next) {
        limits = next;
    }

    /** How long it may rest now, by the limits, by what the endpoint said, and by what is known of it. */
    public long longestRestNanos(long knownNanos) {
        return age.longestRestNanos(limits, head.facts().keepAliveSeconds(), knownNanos);
    }

    public void restFor(long nanos) {
        arm(nanos);
    }

    /** Nanoseconds since it was last used; only while it rests. */
    public long restedNanos() {
        return age.restedNanos(parts.loop().nowNanos());
    }

    /**
     * Asks the socket whether the endpoint has closed, which the selector may not have told yet. Only while it rests.
     *
     * @param probe room for a byte
     */
    public boolean isAlive(ByteBuffer probe) {
        try {
            return state == State.IDLE && transport.read(probe.clear()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    // ---- the request

    @Override
    public void send(OutgoingRequest request) {
        sending = request;
        responseNanos = request.responseNanos() < 0 ? limits.responseNanos() : request.responseNanos();
        bodyNanos = request.bodyNanos() < 0 ? limits.bodyNanos() : request.bodyNanos();
        response.answersHead(request.method().is(HEAD));
        writer.head(
                encoder.request(request),
                request.bodyLength() == BodyLength.OPEN ? MessageWriter.Framing.CHUNKED : MessageWriter.Framing.PLAIN);
        boolean hasBody = request.bodyLength() == BodyLength.OPEN || request.bodyLength() > 0;
        if (!hasBody || request.expectsContinue()) {
            arm(responseNanos);
        } else {
            waitForClient();
        }
    }

    /** While the client is due to send, the endpoint is not to blame. */
    private void waitForClient() {
        if (!headRead) {
            parts.loop().timers().cancel(timeout);
        }
    }

    @Override
    public void write(ByteBuffer data) {
        int from = data.position();
        writer.write(data);
        wrote(data.position() > from, data.hasRemaining());
    }

    @Override
    public boolean takesPipes() {
        return writer.takesPipes();
    }

    @Override
    public void write(Pipe data) {
        int before = data.bytes();
        writer.write(data);
        wrote(data.bytes() < before, !data.isEmpty());
    }

    private void wrote(boolean some, boolean isLeft) {
        bodyTaken |= some;
        if (isLeft || writer.hasPending()) {
            armResponse();
        } else {
            waitForClient();
        }
    }

    @Override
    public void end(ByteBuffer data) {
        int from = data.position();
        writer.end(data);
        wroteEnd(data.position() > from, data.hasRemaining());
    }

    @Override
    public void end(Pipe data) {
        int before = data.bytes();
        writer.end(data);
        wroteEnd(data.bytes() < before, !data.isEmpty());
    }

    private void wroteEnd(boolean some, boolean isLeft) {
        bodyTaken |= some;
        armResponse();
        requestOver = !isLeft;
        if (inTunnel && requestOver) {
            halfClose();
        }
    }

    private void armResponse() {
        if (!headRead) {
            arm(responseNanos);
        }
    }

    /** The end of one way of a tunnel is passed on; the other one lives on. */
    private void halfClose() {
        if (!writer.isDone()) {
            return;
        }
        try {
            transport.shutdownOutput();
            endTunnel();
        } catch (IOException e) {
            // why: later, because whoever ended the request is still at work with it.
            parts.loop().execute(this::lost);
        }
    }

    private void endTunnel() {
        if (requestOver && responseOver && writer.isDone()) {
            parts.loop().execute(this::tunnelEnded);
        }
    }

    private void tunnelEnded() {
        ClientStreamListener ended = listener;
        if (state == State.BUSY && ended != null) {
            listener = null;
            shut();
            ended.responseEnded();
        }
    }

    @Override
    public void trailers(HeaderFields fields) {
        if (sending != null) {
            writer.trailers(encoder.trailers(sending, fields));
        }
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void writable() {
        if (state == State.BUSY) {
            armResponse();
            if (inTunnel && requestOver) {
                halfClose();
            } else {
                listener().requestWritable();
            }
        }
    }

    /** The endpoint may have answered before it stopped reading, so its answer is waited for if it can know of us. */
    @Override
    public void writeFailed(IOException cause) {
        writeIsBroken = true;
        if (state == State.BUSY && (inTunnel || !writer.hasSent())) {
            lost();
        }
    }

    @Override
    public boolean hasSent() {
        return writer.hasSent();
    }

    @Override
    public boolean hasTakenBody() {
        return bodyTaken;
    }

    // ---- readiness

    @Override
    public void ready(int readyOps) {
        try {
            if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
                finishConnect();
                return;
            }
            if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                writer.ready();
            }
            if ((readyOps & SelectionKey.OP_READ) != 0) {
                readable();
            }
        } catch (IOException e) {
            lost();
        } catch (RuntimeException e) {
            fail(FailureKind.INTERNAL);
            throw e;
        }
    }

    private void finishConnect() {
        if (state != State.CONNECTING) {
            return;
        }
        try {
            transport.finishConnect();
        } catch (IOException e) {
            connectFailed(ConnectFailures.kindOf(e));
            return;
        }
        transport.wantRead(true);
        state = State.IDLE;
        home.connected(this);
    }

    private void connectFailed(FailureKind kind) {
        shut();
        home.connectFailed(this, kind);
    }

    private void readable() throws IOException {
        switch (state) {
            case BUSY -> {
                if (headRead) {
                    settle(body.read(transport, listener().responseBody()));
                } else {
                    readHead();
                }
            }
            // why: an idle connection that becomes readable was closed, or speaks without being asked; but for TLS,
            // which
            // has news of its own.
            case IDLE -> {
                if (!isAlive(ByteBuffer.allocate(1))) {
                    endedAtRest();
                }
            }
            case CONNECTING, CLOSED -> {}
        }
    }

    private void endedAtRest() {
        home.endedAtRest(this);
        shut();
    }

    // ---- the response

    private void readHead() throws IOException {
        if (head.read(transport) < 0) {
            lost();
        } else {
            decode();
        }
    }

    private void decode() {
        while (state == State.BUSY) {
            switch (head.decode()) {
                case NEEDS_MORE -> {
                    return;
                }
                case FAULTY -> {
                    fail(
                            head.fault().kind() == FailureKind.HEAD_TOO_LARGE
                                    ? FailureKind.RESPONSE_HEAD_TOO_LARGE
                                    : FailureKind.MALFORMED_RESPONSE);
                    return;
                }
                case COMPLETE -> {
                    if (response.complete() != null) {
                        fail(FailureKind.MALFORMED_RESPONSE);
                        return;
                    }
                    if (response.status() == 101) {
                        switchProtocols();
                        return;
                    }
                    if (!response.isInterim()) {
                        beginBody();
                        return;
                    }
                    if (++interims > ClientLimits.MAX_INTERIMS) {
                        fail(FailureKind.MALFORMED_RESPONSE);
                        return;
                    }
                    if (requestOver) {
                        arm(responseNanos);
                    } else if (response.status() == 100) {
                        waitForClient();
                    }
                    listener().interimResponse(response);
                    head.continueBehind();
                }
            }
        }
    }

    /** RFC 9110 §7.8: only to what was offered, and not before the request is complete. */
    private void switchProtocols() {
        Slice offered = sending == null ? NOTHING_OFFERED : sending.upgrade();
        if (offered.isEmpty()) {
            fail(FailureKind.MALFORMED_RESPONSE);
            return;
        }
        if (!writer.isDone() || writeIsBroken || !response.switchesToOneOf(offered)) {
            fail(FailureKind.UPGRADE_FAILED);
            return;
        }
        headRead = true;
        inTunnel = true;
        requestOver = false;
        writer.open();
        parts.loop().timers().cancel(timeout);
        body.begin().beginUntilClose();
        listener().switched(response);
        if (state == State.BUSY) {
            settle(body.drain(head.bytes(), listener().responseBody()));
        }
    }

    private void beginBody() {
        headRead = true;
        BodyDecoder framing = body.begin();
        long length = response.bodyLength();
        if (length == BodyLength.NONE) {
            framing.beginNone();
        } else if (response.endsWithConnection()) {
            framing.beginUntilClose();
        } else if (length == BodyLength.OPEN) {
            framing.beginChunked();
        } else {
            framing.beginLength(length);
        }
        parts.loop().timers().cancel(timeout);
        listener().responseStarted(response);
        if (state == State.BUSY) {
            settle(body.drain(head.bytes(), listener().responseBody()));
        }
    }

    @Override
    public void resumeResponse() {
        if (state != State.BUSY || !headRead) {
            return;
        }
        BodyReader.Outcome outcome = body.drain(head.bytes(), listener().responseBody());
        if (outcome == BodyReader.Outcome.NEEDS_MORE) {
            outcome = body.resume(listener().responseBody());
        }
        settle(outcome);
    }

    private void settle(BodyReader.Outcome outcome) {
        if (state != State.BUSY) {
            return;
        }
        switch (outcome) {
            case NEEDS_MORE -> {
                if (inTunnel) {
                    head.release();
                } else if (bodyNanos > 0) {
                    arm(bodyNanos);
                }
                listener().responseBody().flush();
                transport.wantRead(true);
            }
            case BLOCKED -> {
                // why: now it is the client that takes its time.
                if (bodyNanos > 0) {
                    parts.loop().timers().cancel(timeout);
                }
                transport.wantRead(false);
            }
            case ENDED -> {
                if (inTunnel) {
                    responseOver = true;
                    transport.wantRead(false);
                    endTunnel();
                } else {
                    responseEnded();
                }
            }
            case BROKEN, TOO_LARGE -> fail(FailureKind.RESPONSE_INCOMPLETE);
        }
    }

    private void responseEnded() {
        boolean hasSurplus = body.surplus() != null || head.hasBytes();
        ClientStreamListener ended = listener();
        listener = null;
        releaseBuffers();
        if (response.keepsConnection() && !hasSurplus && writer.isDone() && !writeIsBroken) {
            state = State.IDLE;
            transport.wantRead(true);
            goHome();
        } else {
            shut();
        }
        // why last: the listener may begin its next exchange at once, and this connection must be ready for that.
        ended.responseEnded();
    }

    // ---- ending

    private void lost() {
        switch (state) {
            case CONNECTING -> connectFailed(FailureKind.CONNECT_UNREACHABLE);
            case IDLE -> shut();
            case BUSY -> {
                boolean answered = headRead || head.hasBegun();
                FailureKind early = isReused() ? FailureKind.STALE_CONNECTION : FailureKind.CONNECTION_RESET;
                fail(answered ? FailureKind.RESPONSE_INCOMPLETE : early);
            }
            case CLOSED -> {}
        }
    }

    private void fail(FailureKind kind) {
        ClientStreamListener failed = listener;
        listener = null;
        shut();
        if (failed != null) {
            failed.responseFailed(kind);
        }
    }

    private void timedOut() {
        switch (state) {
            case CONNECTING -> connectFailed(FailureKind.CONNECT_TIMEOUT);
            case IDLE -> shut();
            case BUSY -> fail(FailureKind.RESPONSE_TIMEOUT);
            case CLOSED -> {}
        }
    }

    @Override
    public void cancel() {
        listener = null;
        shut();
    }

    @Override
    public void discard() {
        if (!headRead || !writer.isDone() || writeIsBroken || response.bodyLength() > UnwantedResponse.MOST_BYTES) {
            cancel();
        } else {
            listener = new UnwantedResponse();
            bodyNanos = 0;
            arm(UnwantedResponse.LONGEST_NANOS);
        }
    }

    /** Closes at once; the listener, if there is one, hears of it as of a lost connection. */
    public void close() {
        if (state == State.BUSY) {
            lost();
        } else {
            shut();
        }
    }

    private void shut() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        parts.loop().timers().cancel(timeout);
        transport.close();
        writer.release();
        releaseBuffers();
        home.closed(this);
    }

    private void releaseBuffers() {
        sending = null;
        body.release();
        head.release();
    }

    @Override
    public boolean isReused() {
        return age.isReused();
    }

    private ClientStreamListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nobody uses this connection");
        }
        return listener;
    }

    private void arm(long nanos) {
        parts.loop().timers().arm(timeout, parts.loop().nowNanos() + nanos);
    }
}
