package dev.postern.nio.transport;

import java.io.IOException;

/** A transport that was opened from here, and may still be connecting. */
public interface Dialled extends Transport {
    /**
     * Ends what was under way, when the handler was told of {@code OP_CONNECT}; throws when it failed. Nothing is read or
     * written before.
     */
    void finishConnect() throws IOException;
}
