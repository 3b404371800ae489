package dev.postern.planted.config.consul;

import dev.postern.planted.config.file.FileKnowsTheApp;
import org.jspecify.annotations.Nullable;

public final class ConsulKnowsTheFileAdapter {
    public @Nullable FileKnowsTheApp adapter;
}
