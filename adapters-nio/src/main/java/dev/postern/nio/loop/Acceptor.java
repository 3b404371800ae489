package dev.postern.nio.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the connections of one listening socket and hands them on. Belongs to one loop. Pauses when told to, and for a
 * moment when the system has no descriptors left, or too much is buffered; it ends only by {@link #close()}.
 */
public final class Acceptor implements KeyHandler {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int ACCEPTS_AT_ONCE = 64;
    private static final long PAUSE_NANOS = 100_000_000;

    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final Consumer<SocketChannel> taker;
    private final BooleanSupplier isFull;
    private final Runnable pauseCounter;
    private final SelectionKey key;
    private final Timeout pause = new Timeout(this::goOn);
    private boolean held;
    private boolean pausing;
    /** Since the last connection that could be accepted. */
    private int pauses;

    /**
     * @param isFull whether there is no memory for more connections now
     * @param pauseCounter called at each pause that lack of descriptors, or the like, enforces
     */
    public Acceptor(
            EventLoop loop,
            ServerSocketChannel channel,
            Consumer<SocketChannel> taker,
            BooleanSupplier isFull,
            Runnable pauseCounter)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.taker = taker;
        this.isFull = isFull;
        this.pauseCounter = pauseCounter;
        key = loop.register(channel, SelectionKey.OP_ACCEPT, this);
    }

    public SocketAddress address() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public void ready(int readyOps) {
        try {
            for (int i = 0; i < ACCEPTS_AT_ONCE && !held; i++) {
                if (isFull.getAsBoolean()) {
                    pause("as much is buffered as may be");
                    return;
                }
                if (!acceptOne()) {
                    return;
                }
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                pause(String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean acceptOne() throws IOException {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            return false;
        }
        if (pauses > 0) {
            log.info("event=accept-resumed pauses={}", pauses);
            pauses = 0;
        }
        taker.accept(accepted);
        return true;
    }

    /** Says so once, however long it lasts. */
    private void pause(String reason) {
        if (pauses++ == 0) {
            log.warn("event=accept-paused reason=\"{}\"", reason);
        }
        pauseCounter.run();
        pausing = true;
        show();
        loop.timers().arm(pause, loop.nowNanos() + PAUSE_NANOS);
    }

    /** Lets connections wait in the system's queue until {@link #release()}. */
    public void hold() {
        held = true;
        show();
    }

    public void release() {
        held = false;
        show();
    }

    private void goOn() {
        pausing = false;
        show();
    }

    private void show() {
        if (key.isValid()) {
            key.interestOps(held || pausing ? 0 : SelectionKey.OP_ACCEPT);
        }
    }

    /** Accepts what has connected already, because closing would reset it, and ends. */
    public void close() {
        loop.timers().cancel(pause);
        try {
            while (channel.isOpen() && acceptOne()) {}
        } catch (IOException e) {
            log.warn("event=connections-not-accepted reason=\"{}\"", e.getMessage());
        }
        try {
            channel.close();
        } catch (IOException e) {
            key.cancel();
        }
    }
}
