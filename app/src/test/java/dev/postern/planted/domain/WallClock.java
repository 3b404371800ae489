package dev.postern.planted.domain;

public final class WallClock {
    public long now() {
        return System.nanoTime();
    }
}
