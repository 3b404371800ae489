package dev.postern.nio.http;

import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import org.jspecify.annotations.Nullable;

/** A worker's upstreams. */
public interface Upstreams {
    /** Null when the snapshot in force has no such upstream. */
    @Nullable
    UpstreamState state(String upstream);

    /** Where those stand that wait for room at any endpoint. */
    WaitingLine line(UpstreamState upstream);

    ClientStreams streams(EndpointStats endpoint, Upstream upstream);

    /**
     * An endpoint has failed once too often.
     *
     * @param last what the last failure was
     */
    void suspect(EndpointStats endpoint, String last);
}
