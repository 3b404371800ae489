package dev.postern.planted.nio;

import java.util.concurrent.locks.ReentrantLock;

public final class Locks {
    private final ReentrantLock lock = new ReentrantLock();

    public boolean held() {
        return lock.isLocked();
    }
}
