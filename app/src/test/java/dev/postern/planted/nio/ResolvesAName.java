package dev.postern.planted.nio;

import java.net.InetAddress;
import java.net.UnknownHostException;

public final class ResolvesAName {
    public InetAddress resolve(String name) throws UnknownHostException {
        return InetAddress.getByName(name);
    }
}
