package dev.postern.planted.domain;

import java.io.IOException;
import java.io.InputStream;

public final class StreamReading {
    public int first(InputStream in) throws IOException {
        return in.read();
    }
}
