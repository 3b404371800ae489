package dev.postern.planted.config.file;

import dev.postern.planted.nio.TransportKnowsEtcd;
import org.jspecify.annotations.Nullable;

public final class FileKnowsTheTransport {
    public @Nullable TransportKnowsEtcd transport;
}
