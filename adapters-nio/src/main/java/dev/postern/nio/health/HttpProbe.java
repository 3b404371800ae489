package dev.postern.nio.health;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.health.ProbeResult;
import dev.postern.nio.http.ClientStreamListener;
import dev.postern.nio.http.IncomingResponse;
import dev.postern.nio.http.MessageSink;
import dev.postern.nio.http1.ClientLimits;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.Http1ClientConnection;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.transport.ConnectFailures;
import dev.postern.nio.upstream.Connector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GET over a connection of its own, read as strictly as any other response. It passes by its status and, where a text
 * is looked for, by its body, of which no more than the beginning is read. Time is its prober's.
 */
final class HttpProbe implements Probe, Http1ClientConnection.Home, ClientStreamListener {
    private static final int MOST_BODY = 64 * 1024;

    private final ConnectionParts parts;
    private final Connector connector;
    private final ProbeTarget target;
    private final Asker asker;
    private final TextSearch text;
    private final Sink sink = new Sink();
    private @Nullable Http1ClientConnection connection;
    private int status;
    private long bodyRead;
    private boolean over;

    HttpProbe(ConnectionParts parts, Connector connector, ProbeTarget target, Asker asker) {
        this.parts = parts;
        this.connector = connector;
        this.target = target;
        this.asker = asker;
        text = new TextSearch(target.question().body().orElse(""));
    }

    /** Takes the body as it comes. */
    private final class Sink implements MessageSink {
        @Override
        public void write(ByteBuffer data) {
            bodyRead += data.remaining();
            text.take(data);
            if (bodyRead >= MOST_BODY) {
                // why later: the connection is at work with what it has just read.
                parts.loop().execute(() -> judge());
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
    }

    @Override
    public void begin() {
        try {
            long nanos = target.question().timeout().toNanos();
            Connector.Call call = target.call(ClientContext.Speaks.HTTP);
            connection = new Http1ClientConnection(
                    parts,
                    new ClientLimits(nanos, nanos, nanos, nanos, Long.MAX_VALUE, 1),
                    handler -> connector.dial(parts.loop(), parts.buffers(), call, handler),
                    this);
        } catch (IOException e) {
            end(Probe.failed(ConnectFailures.kindOf(e)));
        }
    }

    @Override
    public void connected(Http1ClientConnection ready) {
        ready.begin(this);
        ready.send(new ProbeRequest(target));
        ready.end(ByteBuffer.allocate(0));
        ready.flush();
    }

    @Override
    public void connectFailed(Http1ClientConnection failed, FailureKind kind) {
        end(Probe.failed(kind));
    }

    @Override
    public void idle(Http1ClientConnection rested) {
        rested.close();
    }

    @Override
    public void endedAtRest(Http1ClientConnection ended) {}

    @Override
    public void closed(Http1ClientConnection closed) {}

    @Override
    public void interimResponse(IncomingResponse response) {}

    @Override
    public void responseStarted(IncomingResponse response) {
        status = response.status();
    }

    @Override
    public void switched(IncomingResponse response) {
        // why: nothing was offered, so that the connection refuses it before.
        throw new IllegalStateException("switched");
    }

    @Override
    public MessageSink responseBody() {
        return sink;
    }

    @Override
    public void responseEnded() {
        judge();
    }

    @Override
    public void responseFailed(FailureKind failure) {
        end(Probe.failed(failure));
    }

    @Override
    public void requestWritable() {}

    private void judge() {
        if (!target.question().statuses().contains(status)) {
            end(Probe.failed(
                    "status " + status + ", expected " + target.question().statuses()));
        } else if (text.hasFound()) {
            end(Probe.passed("status " + status));
        } else {
            end(Probe.failed("status " + status + ", but not the expected text"));
        }
    }

    private void end(Optional<ProbeResult> result) {
        if (!over) {
            cancel();
            asker.ended(result);
        }
    }

    @Override
    public void cancel() {
        over = true;
        if (connection != null) {
            connection.cancel();
        }
    }
}
