package dev.postern.planted.app;

import ch.qos.logback.classic.LoggerContext;

public final class AppKnowsLogback {
    public LoggerContext context() {
        return new LoggerContext();
    }
}
