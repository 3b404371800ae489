package dev.postern.nio.http;

import dev.postern.domain.upstream.UpstreamState;

/** One worker's side of an upstream, and the line of those who wait for room at any of its endpoints. */
public interface LiveUpstream {
    UpstreamState state();

    WaitingLine line();
}
