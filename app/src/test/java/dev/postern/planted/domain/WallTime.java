package dev.postern.planted.domain;

import java.time.Instant;

public final class WallTime {
    public Instant now() {
        return Instant.now();
    }
}
