package dev.postern.planted.app;

import java.io.IOException;
import java.nio.channels.Selector;

public final class AppKnowsChannels {
    public Selector open() throws IOException {
        return Selector.open();
    }
}
