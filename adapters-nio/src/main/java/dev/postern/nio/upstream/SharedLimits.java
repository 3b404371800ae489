package dev.postern.nio.upstream;

import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits that hold for all workers together. Made by the control thread with each snapshot; endpoints and upstreams
 * that stay keep their counts, and so do endpoints that left while connections to them are open.
 */
public final class SharedLimits {
    private final List<LoopUpstreams> workers;
    private final Map<EndpointId, EndpointQuota> quotas;
    private final Map<String, WaitingRoom> rooms;
    private final RequestLimits requests;

    private SharedLimits(
            List<LoopUpstreams> workers,
            Map<EndpointId, EndpointQuota> quotas,
            Map<String, WaitingRoom> rooms,
            RequestLimits requests) {
        this.workers = workers;
        this.quotas = quotas;
        this.rooms = rooms;
        this.requests = requests;
    }

    public static SharedLimits among(List<LoopUpstreams> workers) {
        return new SharedLimits(List.copyOf(workers), Map.of(), Map.of(), RequestLimits.NONE);
    }

    /** Also tells the counts that stay of their new limits. */
    public SharedLimits of(Snapshot snapshot) {
        Map<EndpointId, EndpointQuota> nextQuotas = new HashMap<>();
        quotas.forEach((id, quota) -> {
            if (!quota.isUnused()) {
                nextQuotas.put(id, quota);
            }
        });
        Map<String, WaitingRoom> nextRooms = new HashMap<>();
        for (Upstream upstream : snapshot.upstreams().values()) {
            ConnectionsConfig limits = upstream.config().connections();
            WaitingRoom room = rooms.get(upstream.name());
            nextRooms.put(upstream.name(), room == null ? new WaitingRoom(workers.size()) : room);
            nextRooms.get(upstream.name()).limit(limits);
            for (Endpoint endpoint : upstream.endpoints()) {
                EndpointQuota quota = quotas.get(endpoint.id());
                nextQuotas.put(endpoint.id(), quota == null ? new EndpointQuota() : quota);
                nextQuotas.get(endpoint.id()).limit(limits);
            }
        }
        return new SharedLimits(workers, nextQuotas, nextRooms, requests.of(snapshot, this::wake));
    }

    private void wake(String upstream) {
        workers.forEach(worker -> worker.servesSoon(upstream));
    }

    RequestLimits requests() {
        return requests;
    }

    /** How many requests wait for a connection to an upstream, or for their turn. */
    public int waiting(String upstream) {
        return room(upstream).waiting();
    }

    List<LoopUpstreams> workers() {
        return workers;
    }

    /** One of its own for an endpoint that only exchanges from before still know. */
    EndpointQuota quota(EndpointId id) {
        EndpointQuota quota = quotas.get(id);
        return quota == null ? new EndpointQuota() : quota;
    }

    WaitingRoom room(String upstream) {
        WaitingRoom room = rooms.get(upstream);
        return room == null ? new WaitingRoom(workers.size()) : room;
    }
}
