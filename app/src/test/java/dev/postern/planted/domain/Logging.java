package dev.postern.planted.domain;

import java.util.logging.Logger;

public final class Logging {
    public void log() {
        Logger.getLogger("planted").info("seen");
    }
}
