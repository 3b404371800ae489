package dev.postern.planted.domain;

import java.net.InetSocketAddress;

public final class Networking {
    public InetSocketAddress address(int port) {
        return new InetSocketAddress(port);
    }
}
