package dev.postern.nio.health;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.health.ProbeResult;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.transport.ConnectFailures;
import dev.postern.nio.transport.Dialled;
import dev.postern.nio.upstream.Connector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection; then, where it is asked for, a text that is sent and one that must come. Time is its prober's. */
final class TcpProbe implements Probe {
    private static final int MOST_READ = 16 * 1024;
    private static final int PIECE = 1024;

    private final ConnectionParts parts;
    private final Connector connector;
    private final ProbeTarget target;
    private final Asker asker;
    private final ByteBuffer sending;
    private final Optional<TextSearch> expected;
    private @Nullable Dialled transport;
    private int read;
    private boolean over;

    TcpProbe(ConnectionParts parts, Connector connector, ProbeTarget target, Asker asker) {
        this.parts = parts;
        this.connector = connector;
        this.target = target;
        this.asker = asker;
        // why: a header is said before TLS begins.
        byte[] introduction = target.secured().isEmpty() ? target.introduction() : new byte[0];
        byte[] send = target.question().send().orElse("").getBytes(StandardCharsets.UTF_8);
        sending = ByteBuffer.allocate(introduction.length + send.length)
                .put(introduction)
                .put(send)
                .flip();
        expected = target.question().expect().map(Expectation::text).map(TextSearch::new);
    }

    @Override
    public void begin() {
        try {
            transport = connector.dial(
                    parts.loop(), parts.buffers(), target.call(ClientContext.Speaks.ANYTHING), this::ready);
        } catch (IOException e) {
            end(Probe.failed(ConnectFailures.kindOf(e)));
        }
    }

    private void ready(int readyOps) {
        Dialled connection = transport;
        if (over || connection == null) {
            return;
        }
        try {
            if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
                connection.finishConnect();
                write(connection);
            } else if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                write(connection);
            } else {
                read(connection);
            }
        } catch (IOException e) {
            boolean isConnecting = (readyOps & SelectionKey.OP_CONNECT) != 0;
            end(isConnecting ? Probe.failed(ConnectFailures.kindOf(e)) : Probe.failed(FailureKind.CONNECTION_RESET));
        }
    }

    private void write(Dialled connection) throws IOException {
        if (sending.hasRemaining()) {
            connection.write(new ByteBuffer[] {sending}, 1);
        }
        connection.wantWrite(sending.hasRemaining());
        if (sending.hasRemaining()) {
            return;
        }
        if (expected.isEmpty()) {
            end(Probe.passed("connected"));
        } else {
            connection.wantRead(true);
        }
    }

    private void read(Dialled connection) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        int n = connection.read(piece);
        expected.ifPresent(search -> search.take(piece.flip()));
        read += Math.max(n, 0);
        if (expected.filter(TextSearch::hasFound).isPresent()) {
            end(Probe.passed("the expected text came"));
        } else if (n < 0) {
            end(Probe.failed("closed before the expected text came"));
        } else if (read >= MOST_READ) {
            end(Probe.failed("the expected text is not in the answer"));
        }
    }

    private void end(Optional<ProbeResult> result) {
        cancel();
        asker.ended(result);
    }

    @Override
    public void cancel() {
        over = true;
        if (transport != null) {
            transport.close();
        }
    }
}
