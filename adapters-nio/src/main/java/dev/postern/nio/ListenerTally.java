package dev.postern.nio;

import dev.postern.nio.loop.Count;
import dev.postern.nio.tcp.Tunnel;

/** What one worker counts of one listener; any thread may read. */
record ListenerTally(Count unserved, Count handshakesFailed, Count received, Count sent) {
    ListenerTally() {
        this(new Count(), new Count(), new Count(), new Count());
    }

    /** For a connection of its own counts, which are counted here as well. */
    Tunnel.Terms terms(long idleNanos) {
        return new Tunnel.Terms(idleNanos, new Count(received), new Count(sent));
    }
}
