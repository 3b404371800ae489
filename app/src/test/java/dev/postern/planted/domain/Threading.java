package dev.postern.planted.domain;

public final class Threading {
    public void start(Runnable task) {
        Thread.ofVirtual().start(task);
    }
}
