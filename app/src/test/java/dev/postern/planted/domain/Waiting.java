package dev.postern.planted.domain;

import java.util.concurrent.locks.ReentrantLock;

public final class Waiting {
    public Object lock() {
        return new ReentrantLock();
    }
}
