package dev.postern.planted.nio;

public final class Sleeps {
    public void pause() throws InterruptedException {
        Thread.sleep(1);
    }
}
