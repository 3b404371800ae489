package dev.postern.nio.transport;

import dev.postern.nio.splice.Pipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The transport of whomever its owner serves now. The owner is used again for others, on the same loop. */
public final class LentTransport implements Transport {
    private @Nullable Transport current;

    /** Goes over to another one; the one before isn't touched any more. */
    public void lend(Transport transport) {
        current = transport;
    }

    private Transport current() {
        if (current == null) {
            throw new IllegalStateException("serves nobody");
        }
        return current;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return current().read(into);
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        current().write(buffers, count);
    }

    @Override
    public long unsentBytes() {
        return current().unsentBytes();
    }

    @Override
    public void flush() throws IOException {
        current().flush();
    }

    @Override
    public boolean takesPipes() {
        return current().takesPipes();
    }

    @Override
    public int read(Pipe into, long most) throws IOException {
        return current().read(into, most);
    }

    @Override
    public void write(Pipe from) throws IOException {
        current().write(from);
    }

    @Override
    public void wantRead(boolean wanted) {
        current().wantRead(wanted);
    }

    @Override
    public void wantWrite(boolean wanted) {
        current().wantWrite(wanted);
    }

    @Override
    public void shutdownOutput() throws IOException {
        current().shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return current().isOpen();
    }

    @Override
    public void close() {
        current().close();
    }

    @Override
    public void reset() {
        current().reset();
    }
}
