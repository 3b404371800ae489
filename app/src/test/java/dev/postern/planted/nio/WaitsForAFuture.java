package dev.postern.planted.nio;

import java.util.concurrent.CompletableFuture;

public final class WaitsForAFuture {
    public String answer(CompletableFuture<String> future) {
        return future.join();
    }
}
