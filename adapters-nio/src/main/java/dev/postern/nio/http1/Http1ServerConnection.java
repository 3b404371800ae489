package dev.postern.nio.http1;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.IncomingRequest;
import dev.postern.nio.http.MessageSink;
import dev.postern.nio.http.OutgoingResponse;
import dev.postern.nio.http.OwnAnswer;
import dev.postern.nio.http.ServerStream;
import dev.postern.nio.http.ServerStreamListener;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.tls.TlsSession;
import dev.postern.nio.transport.LentTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Serves a client: one request after the other, each answered in full before the next is looked at. It is lent to a
 * client's socket when bytes come, and then to others. Belongs to one loop. Longer than most files, because it is one
 * state machine of which no part can be understood without the others.
 *
 * <pre>
 *   IDLE --bytes--> HEAD --complete--> EXCHANGE --answered, request read--> IDLE or HEAD (pipelined)
 *                     \--faulty----------> LINGER <--answered, but must close--/
 *   EXCHANGE --tunnel--> EXCHANGE, as two bodies that end by themselves --both ended--> CLOSED
 *   LINGER --client closes, or time is up--> CLOSED        any --connection lost--> CLOSED
 *   IDLE and CLOSED: given back, to be lent again
 * </pre>
 */
public final class Http1ServerConnection implements ServerStream, MessageWriter.Owner {
    /** Sets up what follows the requests of a connection. */
    public interface Front {
        /** @param client always knows whom the connection serves */
        ServerStreamListener follow(Http1ServerConnection connection, ClientAddress client);

        /** Answers a head that no exchange could be made of. */
        OwnAnswer refusal(FailureKind kind, ClientAddress client);

        /** The connection serves nobody now, and can be lent again. */
        void giveBack(Http1ServerConnection connection);
    }

    private enum State {
        IDLE,
        HEAD,
        EXCHANGE,
        LINGER,
        CLOSED
    }

    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final long LONGEST_LINGER_NANOS = 30_000_000_000L;

    private final EventLoop loop;
    private final ServerLimits limits;
    private final Front front;
    private final ClientAddress client;
    private final Slice peer = new Slice();
    private final LentTransport transport = new LentTransport();
    private final MessageWriter writer;
    private final HeadEncoder encoder;
    private final HeadReader head;
    private final Http1Request request;
    private final BodyReader body;
    private final ServerStreamListener listener;

    private State state = State.IDLE;
    private @Nullable OutgoingResponse responding;
    private @Nullable ClientSocket served;
    private boolean advancing;
    private boolean headIsTimed;
    private long headBeganNanos;
    private long parseNanos;
    private boolean wantsBody;
    private boolean inTunnel;
    /** The client waits for 100 before it sends its body, so that its silence is not held against it. */
    private boolean awaitsContinue;

    private boolean requestRead;
    private int bodyStart;
    private boolean bodyIsInHand;
    private boolean responseStarted;
    private boolean responseEnded;
    private boolean completed;
    private boolean writeIsBlocked;
    private boolean closeAfter;
    private boolean isSpoilt;
    private long mostBody;
    private long tunnelNanos;
    private long lingersUntilNanos;

    public Http1ServerConnection(ConnectionParts parts, ServerLimits limits, ClientAddress client, Front front) {
        loop = parts.loop();
        this.limits = limits;
        this.client = client;
        this.front = front;
        writer = new MessageWriter(parts.buffers(), transport, parts.loop(), this);
        encoder = new HeadEncoder(parts.scratch(), parts.date(), limits.strictTransport());
        head = new HeadReader(parts.buffers(), new RequestLine(), limits.maxHeadBytes(), limits.maxFields());
        request = new Http1Request(head.fields(), head.facts());
        body = new BodyReader(parts.buffers());
        listener = front.follow(this, client);
    }

    public ServerLimits limits() {
        return limits;
    }

    /** Takes a client whose bytes have come. */
    void serve(ClientSocket socket) {
        served = socket;
        state = State.IDLE;
        inTunnel = false;
        transport.lend(socket.transport());
        socket.introduce(client, peer);
        request.cameBy(socket.tls());
    }

    private ClientSocket socket() {
        if (served == null) {
            throw new IllegalStateException("serves nobody");
        }
        return served;
    }

    /** Leads from the head's reader to the request, which is made after it. */
    private final class RequestLine implements HeadReader.StartLine {
        @Override
        public @Nullable HeadFault read(Slice line) {
            return request.readStartLine(line);
        }

        @Override
        public void moved(byte[] array, int by) {
            request.moved(array, by);
        }
    }

    // ---- readiness

    void ready(int readyOps) {
        try {
            if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                writer.ready();
            } else {
                readable();
            }
        } catch (IOException e) {
            close();
        } catch (RuntimeException | Error e) {
            isSpoilt = true;
            close();
            throw e;
        }
    }

    private void readable() throws IOException {
        switch (state) {
            case IDLE, HEAD -> readHead();
            case EXCHANGE -> readDuringExchange();
            case LINGER -> discard();
            case CLOSED -> {}
        }
    }

    private void readHead() throws IOException {
        if (head.read(transport) < 0) {
            close();
            return;
        }
        if (!head.hasBegun()) {
            rest();
            return;
        }
        if (state == State.IDLE) {
            state = State.HEAD;
            headIsTimed = false;
        }
        advance();
    }

    /** Takes one request after the other from the buffer, until one must wait for something. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            while (state == State.HEAD && head.hasBegun() && decode()) {}
        } finally {
            advancing = false;
        }
    }

    /** True when there may be a next head in the buffer. */
    private boolean decode() {
        return switch (head.decode()) {
            case NEEDS_MORE -> {
                if (!headIsTimed) {
                    headIsTimed = true;
                    headBeganNanos = loop.nowNanos();
                    arm(limits.headerNanos());
                }
                yield false;
            }
            case FAULTY -> {
                refuse(head.fault().kind());
                yield false;
            }
            case COMPLETE -> {
                HeadFault fault = request.complete();
                if (fault != null) {
                    refuse(fault.kind());
                    yield false;
                }
                TlsSession tls = socket().tls();
                if (tls != null && !tls.isFor(request.host())) {
                    // RFC 9110 §7.4: what a client has shown for one name says nothing of another.
                    refuse(FailureKind.MISDIRECTED);
                    yield false;
                }
                beginExchange();
                yield true;
            }
        };
    }

    // ---- the exchange, from the client's side

    private void beginExchange() {
        state = State.EXCHANGE;
        parseNanos = headIsTimed ? loop.nowNanos() - headBeganNanos : 0;
        requestRead = false;
        wantsBody = false;
        mostBody = Long.MAX_VALUE;
        inTunnel = false;
        awaitsContinue = request.expectsContinue();
        responseStarted = false;
        responseEnded = false;
        completed = false;
        writeIsBlocked = false;
        closeAfter = socket().countRequest() >= limits.maxRequests()
                || socket().isLeaving()
                || !head.facts().keepsAlive(request.isHttp10());
        bodyStart = head.bytes().position();
        bodyIsInHand = true;
        beginBody();
        listener.requestStarted(this);
    }

    private void beginBody() {
        BodyDecoder framing = body.begin();
        body.limit(mostBody);
        long length = request.bodyLength();
        if (length == BodyLength.OPEN) {
            framing.beginChunked();
        } else if (length == BodyLength.NONE) {
            framing.beginNone();
        } else {
            framing.beginLength(length);
        }
    }

    // why: what came with the head stays in its buffer until the exchange is over; what is read later does not stay.
    @Override
    public boolean rewindRequest() {
        if (state != State.EXCHANGE || !bodyIsInHand) {
            return false;
        }
        head.bytes().position(bodyStart);
        beginBody();
        requestRead = false;
        wantsBody = false;
        return true;
    }

    private void readDuringExchange() throws IOException {
        // why without a body: while its request waits for an endpoint, a client that leaves must be noticed.
        if (!requestRead && (inTunnel || request.bodyLength() != BodyLength.NONE)) {
            if (wantsBody) {
                awaitsContinue = false;
                arm(flowNanos());
                bodyIsInHand = false;
                settle(body.read(transport, listener.requestBody()));
            } else {
                transport.wantRead(false);
            }
            return;
        }
        // why surplus: the next request begins in it, and what comes behind it must stay behind it.
        if (body.surplus() != null || !head.hasRoom()) {
            transport.wantRead(false);
        } else if (head.read(transport) < 0) {
            close();
        }
    }

    @Override
    public void resumeRequest() {
        if (state != State.EXCHANGE || requestRead) {
            return;
        }
        wantsBody = true;
        if (awaitsContinue) {
            socket().disarm();
        } else {
            arm(flowNanos());
        }
        BodyReader.Outcome outcome = body.drain(head.bytes(), listener.requestBody());
        if (outcome == BodyReader.Outcome.NEEDS_MORE) {
            outcome = body.resume(listener.requestBody());
        }
        settle(outcome);
    }

    /** How long nothing may move. */
    private long flowNanos() {
        return inTunnel ? tunnelNanos : limits.bodyNanos();
    }

    private void settle(BodyReader.Outcome outcome) {
        if (state != State.EXCHANGE) {
            return;
        }
        switch (outcome) {
            case NEEDS_MORE -> {
                if (inTunnel) {
                    head.release();
                }
                transport.wantRead(true);
            }
            case BLOCKED -> {
                wantsBody = false;
                transport.wantRead(false);
            }
            case ENDED -> {
                requestRead = true;
                wantsBody = false;
                transport.wantRead(!inTunnel);
                endIfDone();
            }
            case BROKEN -> bodyFailed(FailureKind.BAD_REQUEST);
            case TOO_LARGE -> bodyFailed(FailureKind.BODY_TOO_LARGE);
        }
    }

    private void bodyFailed(FailureKind kind) {
        closeAfter = true;
        wantsBody = false;
        listener.requestFailed(kind);
    }

    @Override
    public void limitRequest(long bytes) {
        mostBody = bytes;
        body.limit(bytes);
    }

    @Override
    public void ignoreRequest() {
        if (requestRead) {
            return;
        }
        wantsBody = false;
        if (body.drain(head.bytes(), NOWHERE) == BodyReader.Outcome.ENDED) {
            requestRead = true;
        } else {
            closeAfter = true;
        }
    }

    private static final MessageSink NOWHERE = new MessageSink() {
        @Override
        public void write(ByteBuffer data) {
            data.position(data.limit());
        }

        @Override
        public void end(ByteBuffer data) {
            data.position(data.limit());
        }

        @Override
        public void trailers(HeaderFields fields) {}

        @Override
        public void flush() {}
    };

    // ---- the exchange, towards the client

    @Override
    public IncomingRequest request() {
        return request;
    }

    @Override
    public void interim(OutgoingResponse response) {
        if (awaitsContinue && response.status() == 100) {
            awaitsContinue = false;
            arm(flowNanos());
        }
        if (!request.isHttp10() && !responseStarted) {
            writer.interim(encoder.interim(response));
            writer.flush();
        }
    }

    @Override
    public void respond(OutgoingResponse response) {
        responding = response;
        responseStarted = true;
        closeAfter |= !requestRead || socket().isLeaving();
        long length = response.bodyLength();
        if (!mayHaveBody(response.status())) {
            length = request.isHead() ? length : BodyLength.NONE;
        } else if (length == BodyLength.NONE) {
            length = 0;
        }
        if (length == BodyLength.OPEN && request.isHttp10()) {
            closeAfter = true;
            writer.head(encoder.responseUntilClose(response), MessageWriter.Framing.PLAIN);
            return;
        }
        HeadEncoder.Persistence persistence = closeAfter
                ? HeadEncoder.Persistence.CLOSE
                : request.isHttp10() ? HeadEncoder.Persistence.KEEP_ALIVE_ALOUD : HeadEncoder.Persistence.KEEP;
        writer.head(
                encoder.response(response, length, persistence),
                length == BodyLength.OPEN ? MessageWriter.Framing.CHUNKED : MessageWriter.Framing.PLAIN);
    }

    @Override
    public void tunnel(OutgoingResponse response, long idleNanos) {
        tunnelNanos = idleNanos;
        responseStarted = true;
        closeAfter = true;
        inTunnel = true;
        requestRead = false;
        writer.head(encoder.switching(response), MessageWriter.Framing.PLAIN);
        writer.flush();
        body.begin().beginUntilClose();
        arm(flowNanos());
    }

    /** RFC 9110 §6.4.1: these responses end with their head; any other needs a length to be told from one without end. */
    private boolean mayHaveBody(int status) {
        return !request.isHead() && status != 204 && status != 304;
    }

    @Override
    public void write(ByteBuffer data) {
        writer.write(data);
        armWhenBlocked(data.hasRemaining());
    }

    @Override
    public boolean takesPipes() {
        return writer.takesPipes();
    }

    @Override
    public void write(Pipe data) {
        writer.write(data);
        armWhenBlocked(!data.isEmpty());
    }

    @Override
    public void end(ByteBuffer data) {
        writer.end(data);
        wroteEnd(data.hasRemaining());
    }

    @Override
    public void end(Pipe data) {
        writer.end(data);
        wroteEnd(!data.isEmpty());
    }

    private void wroteEnd(boolean isLeft) {
        if (!isLeft) {
            responseEnded = true;
            halfClose();
        }
        armWhenBlocked(isLeft);
    }

    @Override
    public void trailers(HeaderFields fields) {
        if (responding != null) {
            writer.trailers(encoder.trailers(responding, fields));
        }
    }

    @Override
    public void complete() {
        completed = true;
        endIfDone();
    }

    /** The end of one way of a tunnel is passed on; the other one lives on. */
    private void halfClose() {
        if (inTunnel && responseEnded && writer.isDone()) {
            try {
                transport.shutdownOutput();
            } catch (IOException e) {
                // why: later, because whoever ended the response is still at work with it; and spoilt, so that by then
                // this
                // connection does not serve somebody else.
                isSpoilt = true;
                loop.execute(this::close);
            }
        }
    }

    private void armWhenBlocked(boolean isLeft) {
        if (inTunnel) {
            arm(flowNanos());
        } else if (isLeft || writer.hasPending()) {
            writeIsBlocked = true;
            arm(flowNanos());
        }
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void writable() {
        switch (state) {
            case EXCHANGE -> {
                writeIsBlocked = false;
                if (responseEnded) {
                    halfClose();
                    endIfDone();
                } else {
                    listener.responseWritable();
                }
            }
            case LINGER -> shutdownOutput();
            case IDLE, HEAD, CLOSED -> {}
        }
    }

    private void endIfDone() {
        if (state != State.EXCHANGE || !completed || !responseEnded || !writer.isDone()) {
            return;
        }
        if (!requestRead) {
            closeAfter = true;
        }
        endExchange();
    }

    private void endExchange() {
        boolean unread = !requestRead;
        responding = null;
        state = State.HEAD;
        listener.finished();
        if (state != State.HEAD) {
            return;
        }
        if (closeAfter) {
            if (unread || head.hasBytes() || body.surplus() != null) {
                linger();
            } else {
                close();
            }
            return;
        }
        ByteBuffer surplus = body.surplus();
        if (surplus != null) {
            // What was read beyond a chunked body is the beginning of the next request.
            head.take(surplus);
        }
        body.release();
        headIsTimed = false;
        transport.wantRead(true);
        if (head.next()) {
            advance();
        } else {
            rest();
        }
    }

    private void rest() {
        head.release();
        state = State.IDLE;
        socket().rest(limits.idleNanos());
        leave();
    }

    // ---- ending

    /** Answers a head that can't be understood, and closes. */
    private void refuse(FailureKind kind) {
        state = State.EXCHANGE;
        requestRead = true;
        closeAfter = true;
        OwnAnswer refusal = front.refusal(kind, client);
        writer.head(
                encoder.response(refusal, refusal.bodyLength(), HeadEncoder.Persistence.CLOSE),
                MessageWriter.Framing.PLAIN);
        writer.end(refusal.body());
        linger();
    }

    /** RFC 9112 §9.6: says that nothing follows and waits a little for the client to close, so that it gets the answer. */
    private void linger() {
        state = State.LINGER;
        body.release();
        lingersUntilNanos = loop.nowNanos() + LONGEST_LINGER_NANOS;
        arm(LINGER_NANOS);
        transport.wantRead(true);
        if (!writer.hasPending()) {
            shutdownOutput();
        }
    }

    private void shutdownOutput() {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    private void discard() throws IOException {
        head.release();
        if (head.read(transport) < 0 || loop.nowNanos() >= lingersUntilNanos) {
            close();
        } else {
            // why: closing while data still comes in resets the connection, and takes the answer from the client.
            head.release();
            arm(LINGER_NANOS);
        }
    }

    @Override
    public long parseNanos() {
        return parseNanos;
    }

    @Override
    public long requestBytes() {
        return body.passed();
    }

    @Override
    public long responseBytes() {
        return writer.bodyBytes();
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void writeFailed(IOException cause) {
        close();
    }

    void timedOut() {
        try {
            settleTimeout();
        } catch (RuntimeException | Error e) {
            isSpoilt = true;
            close();
            throw e;
        }
    }

    private void settleTimeout() {
        switch (state) {
            case IDLE -> close();
            case HEAD -> refuse(FailureKind.REQUEST_TIMEOUT);
            case LINGER -> close();
            case EXCHANGE -> {
                if (inTunnel) {
                    close();
                } else if (writeIsBlocked) {
                    push();
                } else if (!requestRead && wantsBody) {
                    ignoreRequest();
                    listener.requestFailed(FailureKind.REQUEST_TIMEOUT);
                }
            }
            case CLOSED -> {}
        }
    }

    /**
     * The system asks for more only when a large part of what it holds has been read, which a slow client may not do in
     * time. So it is tried once more: a client that has read anything since is slow, and stays; any other one goes.
     */
    private void push() {
        long before = writer.sentBytes();
        writer.ready();
        if (state != State.EXCHANGE) {
            return;
        }
        if (writer.sentBytes() > before) {
            arm(limits.bodyNanos());
        } else if (writeIsBlocked) {
            close();
        }
    }

    private void arm(long nanos) {
        socket().arm(nanos);
    }

    /** Closes at once, whatever is under way. */
    void close() {
        ClientSocket socket = served;
        if (socket == null) {
            return;
        }
        boolean wasUnderWay = state == State.EXCHANGE;
        state = State.CLOSED;
        socket.shut();
        writer.release();
        body.release();
        head.release();
        if (wasUnderWay) {
            listener.clientGone();
        }
        leave();
    }

    private void leave() {
        served = null;
        // why: of a writer that failed, word is still under way; and what an unexpected failure left behind isn't
        // known.
        if (!isSpoilt && !writer.hasFailed()) {
            front.giveBack(this);
        }
    }
}
