package dev.postern.nio.transport;

import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.splice.Pipe;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
public final class PlainTransport implements Dialled {
    private final SocketChannel channel;
    private final SelectionKey key;
    private int interest;
    private boolean takesPipes = true;

    public PlainTransport(EventLoop loop, SocketChannel channel, int ops, KeyHandler handler) throws IOException {
        this.channel = channel;
        interest = ops;
        key = loop.register(channel, ops, handler);
    }

    @Override
    public void finishConnect() throws IOException {
        channel.finishConnect();
        want(SelectionKey.OP_CONNECT, false);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        if (count == 1) {
            channel.write(buffers[0]);
        } else {
            channel.write(buffers, 0, count);
        }
    }

    @Override
    public boolean takesPipes() {
        return takesPipes;
    }

    @Override
    public int read(Pipe into, long most) throws IOException {
        try {
            return into.fill(channel, most);
        } catch (Pipe.RefusedException e) {
            takesPipes = false;
            return 0;
        }
    }

    @Override
    public void write(Pipe from) throws IOException {
        try {
            from.empty(channel);
        } catch (Pipe.RefusedException e) {
            takesPipes = false;
        }
    }

    @Override
    public void wantRead(boolean wanted) {
        want(SelectionKey.OP_READ, wanted);
    }

    @Override
    public void wantWrite(boolean wanted) {
        want(SelectionKey.OP_WRITE, wanted);
    }

    private void want(int op, boolean wanted) {
        int ops = wanted ? interest | op : interest & ~op;
        if (ops != interest) {
            interest = ops;
            if (key.isValid()) {
                key.interestOps(ops);
            }
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // why: there is nothing left to lose on a socket being closed; its key is cancelled in any case.
            key.cancel();
        }
    }

    @Override
    public void reset() {
        try {
            if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // why: a socket that takes no options any more is broken already, and the other end knows.
            interest = 0;
        }
        close();
    }
}
