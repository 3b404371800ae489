package dev.postern.planted.nio;

import java.util.concurrent.LinkedBlockingQueue;

public final class TakesFromAQueue {
    public String next(LinkedBlockingQueue<String> queue) throws InterruptedException {
        return queue.take();
    }
}
