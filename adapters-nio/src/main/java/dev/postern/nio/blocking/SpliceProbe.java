package dev.postern.nio.blocking;

import dev.postern.nio.splice.LinuxCalls;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.splice.PipePool;
import dev.postern.nio.splice.SystemCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether bytes can go from socket to socket through a pipe here, by sending one. Not before somebody has much to
 * move, because what it takes costs time and memory to load; and on a thread of its own. {@code -Dpostern.splice=off} keeps
 * it from looking. Any thread asks.
 */
public final class SpliceProbe implements Supplier<@Nullable SystemCalls> {
    private static final Logger log = LoggerFactory.getLogger(SpliceProbe.class);

    private static final byte[] SENT = {42};

    private final AtomicBoolean isBegun = new AtomicBoolean("off".equals(System.getProperty("postern.splice")));
    private volatile boolean works;

    @Override
    public @Nullable SystemCalls get() {
        if (works) {
            return new LinuxCalls();
        }
        if (!isBegun.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("splice-probe").start(this::probe);
        }
        return null;
    }

    private void probe() {
        try {
            send(new LinuxCalls());
            works = true;
            log.debug("event=splice-on");
        } catch (IOException | RuntimeException | LinkageError e) {
            log.info("event=splice-off reason=\"{}\"", String.valueOf(e.getCause() == null ? e : e.getCause()));
        }
    }

    private static void send(SystemCalls calls) throws IOException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel near = SocketChannel.open(server.getLocalAddress());
                SocketChannel far = server.accept()) {
            PipePool pool = new PipePool(() -> calls);
            Pipe pipe = pool.borrow();
            if (pipe == null) {
                throw new IOException("no pipe");
            }
            near.write(ByteBuffer.wrap(SENT));
            pipe.fill(far, SENT.length);
            pipe.empty(far);
            pool.giveBack(pipe);
            pool.close();
            ByteBuffer back = ByteBuffer.allocate(SENT.length);
            if (near.read(back) < SENT.length || back.get(0) != SENT[0]) {
                throw new IOException("what went in did not come out");
            }
        }
    }
}
