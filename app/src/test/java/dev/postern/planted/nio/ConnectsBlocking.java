package dev.postern.planted.nio;

import java.net.Socket;

public final class ConnectsBlocking {
    public Socket open() {
        return new Socket();
    }
}
