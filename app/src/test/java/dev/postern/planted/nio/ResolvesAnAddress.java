package dev.postern.planted.nio;

import java.net.InetSocketAddress;

public final class ResolvesAnAddress {
    public InetSocketAddress resolve(String name) {
        return new InetSocketAddress(name, 80);
    }
}
