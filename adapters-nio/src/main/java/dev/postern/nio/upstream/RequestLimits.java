package dev.postern.nio.upstream;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits of requests that hold for all workers together: part of {@link SharedLimits}. Who stays keeps its counts, and so does
 * who has left while requests to it are running.
 */
final class RequestLimits {
    static final RequestLimits NONE = new RequestLimits(Map.of(), Map.of(), Map.of());

    private final Map<String, RequestQuota> ofUpstreams;
    private final Map<EndpointId, RequestQuota> ofEndpoints;

    private final Map<String, AdaptiveControl> controls;

    private RequestLimits(
            Map<String, RequestQuota> ofUpstreams,
            Map<EndpointId, RequestQuota> ofEndpoints,
            Map<String, AdaptiveControl> controls) {
        this.ofUpstreams = ofUpstreams;
        this.ofEndpoints = ofEndpoints;
        this.controls = controls;
    }

    /** @param moreRoom is told of an upstream when those who wait may find more room */
    RequestLimits of(Snapshot snapshot, Consumer<String> moreRoom) {
        Map<String, AdaptiveControl> nextControls = new HashMap<>();
        Map<String, RequestQuota> upstreams = running(ofUpstreams);
        Map<EndpointId, RequestQuota> endpoints = running(ofEndpoints);
        for (Upstream upstream : snapshot.upstreams().values()) {
            LimitsConfig limits = upstream.config().limits();
            if (limits.countRequests()) {
                RequestQuota quota = keep(upstreams, ofUpstreams, upstream.name());
                if (limits.adaptive().isPresent()) {
                    AdaptiveConfig adaptive = limits.adaptive().get();
                    AdaptiveControl control = control(upstream.name(), quota, adaptive, moreRoom);
                    control.follow(adaptive, limits);
                    nextControls.put(upstream.name(), control);
                } else {
                    quota.limit(limits.maxRequests());
                }
                for (Endpoint endpoint : upstream.endpoints()) {
                    keep(endpoints, ofEndpoints, endpoint.id()).limit(limits.maxRequestsPerEndpoint());
                }
            }
        }
        return new RequestLimits(upstreams, endpoints, nextControls);
    }

    private AdaptiveControl control(
            String upstream, RequestQuota quota, AdaptiveConfig adaptive, Consumer<String> moreRoom) {
        AdaptiveControl known = controls.get(upstream);
        return known != null && known.quota().equals(quota)
                ? known
                : new AdaptiveControl(quota, adaptive, () -> moreRoom.accept(upstream));
    }

    @Nullable
    AdaptiveControl control(String upstream) {
        return controls.get(upstream);
    }

    private static <K> Map<K, RequestQuota> running(Map<K, RequestQuota> before) {
        Map<K, RequestQuota> running = new HashMap<>();
        before.forEach((key, quota) -> {
            if (quota.running() > 0) {
                running.put(key, quota);
            }
        });
        return running;
    }

    private static <K> RequestQuota keep(Map<K, RequestQuota> next, Map<K, RequestQuota> before, K key) {
        RequestQuota known = before.get(key);
        RequestQuota kept = known == null ? new RequestQuota() : known;
        next.put(key, kept);
        return kept;
    }

    /** One of its own for an upstream that only exchanges from before still know. */
    RequestQuota ofUpstream(String name) {
        RequestQuota quota = ofUpstreams.get(name);
        return quota == null ? new RequestQuota() : quota;
    }

    RequestQuota ofEndpoint(EndpointId id) {
        RequestQuota quota = ofEndpoints.get(id);
        return quota == null ? new RequestQuota() : quota;
    }
}
