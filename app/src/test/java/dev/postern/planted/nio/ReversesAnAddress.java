package dev.postern.planted.nio;

import java.net.InetSocketAddress;

public final class ReversesAnAddress {
    public String name(InetSocketAddress address) {
        return address.getHostName();
    }
}
