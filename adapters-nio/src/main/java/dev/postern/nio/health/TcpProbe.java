package dev.postern.nio.health;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.health.ProbeResult;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.transport.PlainTransport;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.OutOfDescriptorsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection; then, where it is asked for, a text that is sent and one that must come. Time is its prober's. */
final class TcpProbe implements Probe {
    private static final int MOST_READ = 16 * 1024;
    private static final int PIECE = 1024;

    private final EventLoop loop;
    private final Connector connector;
    private final ProbeTarget target;
    private final Asker asker;
    private final ByteBuffer sending;
    private final Optional<TextSearch> expected;
    private @Nullable PlainTransport transport;
    private int read;
    private boolean over;

    TcpProbe(EventLoop loop, Connector connector, ProbeTarget target, Asker asker) {
        this.loop = loop;
        this.connector = connector;
        this.target = target;
        this.asker = asker;
        byte[] introduction = target.introduction();
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
            SocketChannel channel = connector.connect(target.address());
            transport = new PlainTransport(loop, channel, SelectionKey.OP_CONNECT, this::ready);
            if (channel.isConnected()) {
                loop.execute(() -> ready(SelectionKey.OP_CONNECT));
            }
        } catch (IOException e) {
            end(
                    switch (e) {
                        case UnknownHostException _ -> Probe.failed(FailureKind.NAME_NOT_RESOLVED);
                        case OutOfDescriptorsException _ -> Optional.empty();
                        default -> Probe.failed(FailureKind.CONNECT_UNREACHABLE);
                    });
        }
    }

    private void ready(int readyOps) {
        PlainTransport connection = transport;
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
        } catch (ConnectException e) {
            end(Probe.failed(FailureKind.CONNECT_REFUSED));
        } catch (IOException e) {
            boolean isConnecting = (readyOps & SelectionKey.OP_CONNECT) != 0;
            end(Probe.failed(isConnecting ? FailureKind.CONNECT_UNREACHABLE : FailureKind.CONNECTION_RESET));
        }
    }

    private void write(PlainTransport connection) throws IOException {
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

    private void read(PlainTransport connection) throws IOException {
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
