package dev.postern.planted.nio;

import java.util.concurrent.CountDownLatch;

public final class AwaitsALatch {
    public void pause(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
