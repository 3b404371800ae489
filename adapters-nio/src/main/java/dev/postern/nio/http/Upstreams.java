package dev.postern.nio.http;

import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/** A worker's upstreams. */
public interface Upstreams {
    /** Null when the snapshot in force has no such upstream. */
    @Nullable
    LiveUpstream find(String upstream);

    ClientStreams streams(EndpointStats endpoint, Upstream upstream);

    /**
     * An endpoint has failed once too often.
     *
     * @param last what the last failure was
     */
    void suspect(EndpointStats endpoint, String last);
}
