package dev.postern.nio.upstream;

import dev.postern.domain.upstream.AnswerGauge;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Places;
import dev.postern.domain.upstream.Room;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How one worker keeps the limits of requests of one upstream; nothing where none is written. Belongs to its worker. */
final class LoopRequests {
    private final UpstreamState state;
    private final LoopNeighbours neighbours;
    private final LoopLine line;
    private final Executor listener;
    private IdentityHashMap<EndpointStats, RequestPlaces> places = new IdentityHashMap<>();
    private @Nullable RequestShare share;
    private @Nullable AdaptiveGauge gauge;

    LoopRequests(UpstreamState state, LoopNeighbours neighbours, LoopLine line, Executor listener) {
        this.state = state;
        this.neighbours = neighbours;
        this.line = line;
        this.listener = listener;
    }

    /** The upstream, or what it shares with other workers, has become another. */
    void use(RequestLimits limits, long nowNanos) {
        Upstream upstream = state.upstream();
        if (!upstream.config().limits().countRequests()) {
            state.limitedBy(Room.ALWAYS);
            state.gaugedBy(AnswerGauge.NONE);
            state.endpoints().forEach(each -> each.countedBy(Places.UNLIMITED));
            places = new IdentityHashMap<>();
            share = null;
            gauge = null;
            return;
        }
        RequestQuota quota = limits.ofUpstream(upstream.name());
        RequestShare ofUpstream = share != null && share.quota().equals(quota) ? share : new RequestShare(quota);
        share = ofUpstream;
        IdentityHashMap<EndpointStats, RequestPlaces> next = new IdentityHashMap<>();
        for (EndpointStats endpoint : state.endpoints()) {
            RequestPlaces known = places.get(endpoint);
            RequestQuota ofEndpoint = limits.ofEndpoint(endpoint.id());
            RequestPlaces kept = known != null && known.areOf(quota, ofEndpoint)
                    ? known
                    : new RequestPlaces(ofUpstream, new RequestShare(ofEndpoint), neighbours, line);
            next.put(endpoint, kept);
            endpoint.countedBy(kept);
        }
        places = next;
        state.limitedBy(ofUpstream::isThere);
        gauge(limits.control(upstream.name()), nowNanos);
    }

    private void gauge(@Nullable AdaptiveControl control, long nowNanos) {
        if (control == null) {
            gauge = null;
            state.gaugedBy(AnswerGauge.NONE);
        } else if (gauge == null || !gauge.control().equals(control)) {
            AdaptiveGauge fresh = new AdaptiveGauge(control, listener, nowNanos);
            gauge = fresh;
            state.gaugedBy(fresh);
        }
    }

    /** False when there is no such endpoint here any more. */
    boolean receive(GivenRequest place) {
        for (RequestPlaces each : places.values()) {
            if (each.areOf(place.ofUpstream(), place.ofEndpoint())) {
                each.receive();
                return true;
            }
        }
        return false;
    }
}
