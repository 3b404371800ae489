package dev.postern.planted.nio;

import org.conscrypt.Conscrypt;

public final class ConnectionKnowsConscrypt {
    public boolean isThere() {
        return Conscrypt.isAvailable();
    }
}
