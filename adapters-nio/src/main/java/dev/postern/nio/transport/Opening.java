package dev.postern.nio.transport;

import dev.postern.nio.loop.KeyHandler;
import java.io.IOException;

/** A connection of which it is not decided yet who hears of it. */
public interface Opening<T extends Transport> {
    /** Interested in nothing yet. */
    T open(KeyHandler handler) throws IOException;
}
