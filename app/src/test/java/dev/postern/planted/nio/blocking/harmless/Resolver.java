package dev.postern.planted.nio.blocking.harmless;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

public final class Resolver {
    public InetAddress resolve(String name) throws UnknownHostException {
        return InetAddress.getByName(name);
    }

    public String answer(CompletableFuture<String> future) {
        return future.join();
    }
}
