package dev.postern.planted.app.wiring.harmless;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

public final class StateFile {
    public @Nullable FileLock lock(FileChannel channel) throws IOException {
        return channel.tryLock();
    }
}
