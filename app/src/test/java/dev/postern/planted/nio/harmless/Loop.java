package dev.postern.planted.nio.harmless;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

public final class Loop {
    public void post(Queue<Runnable> tasks, Runnable task) {
        tasks.add(task);
    }

    public InetSocketAddress unresolved(String host) {
        return InetSocketAddress.createUnresolved(host, 80);
    }

    public InetSocketAddress resolved(InetAddress address) {
        return new InetSocketAddress(address, 80);
    }

    public String name(InetSocketAddress address) {
        return address.getHostString();
    }

    public CompletableFuture<String> chain(CompletableFuture<String> future) {
        return future.thenApply(String::trim);
    }

    public String look(Map<String, String> map) {
        return map.getOrDefault("get", "join");
    }
}
