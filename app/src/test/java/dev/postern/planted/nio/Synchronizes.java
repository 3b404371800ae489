package dev.postern.planted.nio;

public final class Synchronizes {
    private int count;

    public synchronized int next() {
        return count++;
    }
}
