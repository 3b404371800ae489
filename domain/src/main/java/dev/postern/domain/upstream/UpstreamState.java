package dev.postern.domain.upstream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One worker's live side of an upstream: carried from snapshot to snapshot for as long as the upstream's name lives, and
 * kept by exchanges that outlive it. The worker's thread owns it. Health comes in by {@link #apply}, snapshots by
 * {@link #adopt}; both only mark what depends on them, and the next pick works it out.
 */
public final class UpstreamState {
    private static final int WARMING_STEPS = 32;

    private final WorkerSeat seat;
    private final Rotation rotation;
    private final RetryBudget retryBudget;
    private final LatencyQuantile latencies = new LatencyQuantile();
    private Upstream upstream;
    private List<EndpointStats> endpoints;
    private int inFlight;
    private long attempts;
    private long failures;
    private Room room = Room.ALWAYS;
    private AnswerGauge gauge = AnswerGauge.NONE;
    private Candidates[] tiers = {};
    private int homePermille = CandidateTiers.ALL;
    private boolean stale = true;
    private boolean warming;
    private long refreshAtNanos;

    /** The endpoints it begins with have their full weight at once; those that join later start slowly. */
    public UpstreamState(Upstream upstream, WorkerSeat seat, long nowNanos) {
        this.seat = seat;
        this.upstream = upstream;
        rotation = new Rotation(seat);
        retryBudget = new RetryBudget(upstream.config().limits(), seat, nowNanos);
        endpoints = List.of();
        take(upstream, Availability.serving(), nowNanos);
    }

    /** Goes over to another version of the upstream. Who stays keeps its statistics. */
    public void adopt(Upstream next, long nowNanos) {
        if (!next.equals(upstream)) {
            take(next, new Availability(Availability.State.WARMING, nowNanos), nowNanos);
        }
    }

    /** What the control thread has decided; endpoints of which it says nothing stay as they are. */
    public void apply(Map<EndpointId, Availability> decided) {
        for (EndpointStats endpoint : endpoints) {
            Availability next = decided.getOrDefault(endpoint.id(), endpoint.availability());
            if (!next.equals(endpoint.availability())) {
                endpoint.become(next);
                stale = true;
            }
        }
    }

    /** Picks an endpoint, or tells why there is none. The caller tells the endpoint that the attempt begins. */
    public Pick pick(PickRequest request, long nowNanos) {
        if (!room.isThere()) {
            return NoEndpoint.UPSTREAM_AT_LIMIT;
        }
        if (stale || (warming && nowNanos - refreshAtNanos >= 0)) {
            refresh(nowNanos);
        }
        request.begin(nowNanos);
        int kept = stickyEndpoint(request);
        if (kept != Balancer.NONE) {
            return endpoints.get(kept);
        }
        boolean leavesHome =
                homePermille < CandidateTiers.ALL && request.chance().below(CandidateTiers.ALL) >= homePermille;
        for (int i = 0; i < tiers.length; i++) {
            Candidates tier = tiers[leavesHome && i < 2 ? 1 - i : i];
            int picked = upstream.balancer().pick(tier, request);
            if (picked != Balancer.NONE) {
                return tier.at(picked);
            }
        }
        return whyNone(request);
    }

    public Upstream upstream() {
        return upstream;
    }

    /** In the order of the upstream's endpoints. */
    public List<EndpointStats> endpoints() {
        return endpoints;
    }

    /** At all endpoints, those that have left included. */
    public int inFlight() {
        return inFlight;
    }

    /** That were ever given to any of its endpoints, those that have left included. */
    public long attempts() {
        return attempts;
    }

    /** Of the attempts. */
    public long failures() {
        return failures;
    }

    /** Of those requests that may be asked of a second endpoint. */
    public LatencyQuantile latencies() {
        return latencies;
    }

    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /** How many of a thousand requests begin in the proxy's own zone, where it has one and the upstream has endpoints there. */
    public int homePermille() {
        return homePermille;
    }

    /** From now on it is picked from only while there is room for one more request. */
    public void limitedBy(Room newRoom) {
        room = newRoom;
    }

    public void gaugedBy(AnswerGauge newGauge) {
        gauge = newGauge;
    }

    WorkerSeat seat() {
        return seat;
    }

    Rotation rotation() {
        return rotation;
    }

    void heardAfter(long latencyNanos, long nowNanos) {
        gauge.answered(latencyNanos, nowNanos);
    }

    void began() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    void given() {
        attempts++;
    }

    void broke() {
        failures++;
    }

    private void take(Upstream next, Availability ofJoiners, long nowNanos) {
        retryBudget.limit(next.config().limits(), seat);
        endpoints = carriedTo(next, ofJoiners, nowNanos);
        upstream = next;
        stale = true;
    }

    private List<EndpointStats> carriedTo(Upstream next, Availability ofJoiners, long nowNanos) {
        Map<EndpointId, EndpointStats> known = new HashMap<>();
        endpoints.forEach(endpoint -> known.put(endpoint.id(), endpoint));
        double startNanos = averageLatencyNanos(nowNanos);
        List<EndpointStats> carried = new ArrayList<>(next.endpoints().size());
        for (Endpoint endpoint : next.endpoints()) {
            EndpointStats stats = known.get(endpoint.id());
            if (stats == null) {
                stats = new EndpointStats(this, endpoint, ofJoiners, new PeakLatency(startNanos, nowNanos));
            }
            stats.update(endpoint, next.config().outliers());
            carried.add(stats);
        }
        return List.copyOf(carried);
    }

    private double averageLatencyNanos(long nowNanos) {
        return endpoints.stream()
                .filter(EndpointStats::isMeasured)
                .mapToDouble(endpoint -> endpoint.latencyNanos(nowNanos))
                .average()
                .orElse(PeakLatency.DEFAULT_NANOS);
    }

    private void refresh(long nowNanos) {
        CandidateTiers sorted = CandidateTiers.of(this, nowNanos);
        tiers = sorted.inOrder();
        homePermille = sorted.homePermille();
        stale = false;
        long slowStartNanos = upstream.config().slowStart().toNanos();
        warming = endpoints.stream()
                .anyMatch(endpoint -> CandidateTiers.isWarming(endpoint.availability(), slowStartNanos, nowNanos));
        refreshAtNanos = nowNanos + slowStartNanos / WARMING_STEPS;
    }

    private int stickyEndpoint(PickRequest request) {
        if (upstream.sticky().isEmpty()) {
            return Balancer.NONE;
        }
        int index = upstream.sticky().get().endpointOf(request);
        if (index == Balancer.NONE) {
            return Balancer.NONE;
        }
        EndpointStats endpoint = endpoints.get(index);
        boolean keeps = endpoint.endpoint().weight() > 0
                && endpoint.availability().keepsStickyClients()
                && request.isOpen(endpoint);
        return keeps ? index : Balancer.NONE;
    }

    private NoEndpoint whyNone(PickRequest request) {
        if (endpoints.isEmpty()) {
            return NoEndpoint.NONE_CONFIGURED;
        }
        if (tiers.length == 0) {
            boolean wanted = endpoints.stream()
                    .anyMatch(endpoint -> endpoint.endpoint().weight() > 0
                            && endpoint.availability().isWanted());
            return wanted ? NoEndpoint.ALL_UNHEALTHY : NoEndpoint.NONE_TAKES_TRAFFIC;
        }
        for (Candidates tier : tiers) {
            for (int i = 0; i < tier.size(); i++) {
                if (!request.wasTried(tier.at(i))) {
                    return NoEndpoint.ALL_AT_LIMIT;
                }
            }
        }
        return NoEndpoint.ALL_TRIED;
    }
}
