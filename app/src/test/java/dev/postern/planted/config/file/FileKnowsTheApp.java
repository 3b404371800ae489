package dev.postern.planted.config.file;

import dev.postern.planted.app.AppKnowsChannels;
import org.jspecify.annotations.Nullable;

public final class FileKnowsTheApp {
    public @Nullable AppKnowsChannels app;
}
