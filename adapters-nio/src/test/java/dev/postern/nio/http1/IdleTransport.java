package dev.postern.nio.http1;

import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open pipe through which nothing goes; tests say what does. */
class IdleTransport implements Transport {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return 0;
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {}

    @Override
    public void wantRead(boolean wanted) {}

    @Override
    public void wantWrite(boolean wanted) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
