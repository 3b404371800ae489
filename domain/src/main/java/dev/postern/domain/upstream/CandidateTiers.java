package dev.postern.domain.upstream;

import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.Endpoint.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sorts the endpoints of an upstream into tiers; a later tier is asked only when nobody of an earlier one is open: own
 * zone, every zone, endpoints not probed yet, backups. Below the panic threshold health is ignored among the primaries,
 * but a healthy backup goes before primaries of which none is.
 */
final class CandidateTiers {
    private static final int FULL_PERCENT = 100;
    private static final int START_PERCENT = 10;

    private final UpstreamState owner;
    private final List<EndpointStats> endpoints;
    private final int[] weights;
    private final List<Candidates> tiers = new ArrayList<>();

    private CandidateTiers(UpstreamState owner, long nowNanos) {
        this.owner = owner;
        endpoints = owner.endpoints();
        weights = new int[endpoints.size()];
        long slowStartNanos = owner.upstream().config().slowStart().toNanos();
        for (int i = 0; i < weights.length; i++) {
            EndpointStats endpoint = endpoints.get(i);
            weights[i] = endpoint.endpoint().weight() * percent(endpoint.availability(), slowStartNanos, nowNanos);
        }
    }

    static Candidates[] of(UpstreamState owner, long nowNanos) {
        CandidateTiers tiers = new CandidateTiers(owner, nowNanos);
        tiers.fill();
        return tiers.tiers.toArray(Candidates[]::new);
    }

    /** Whether an endpoint's weight is still growing. The worker's clock may be a little behind what it is told. */
    static boolean isWarming(Availability availability, long slowStartNanos, long nowNanos) {
        return slowStartNanos > 0
                && availability.state() == State.WARMING
                && nowNanos - availability.sinceNanos() < slowStartNanos;
    }

    private static int percent(Availability availability, long slowStartNanos, long nowNanos) {
        if (!isWarming(availability, slowStartNanos, nowNanos)) {
            return FULL_PERCENT;
        }
        double done = Math.max(0, nowNanos - availability.sinceNanos()) / (double) slowStartNanos;
        return START_PERCENT + (int) ((FULL_PERCENT - START_PERCENT) * done);
    }

    private void fill() {
        if (isPanic()) {
            add(endpoint ->
                    is(endpoint, Role.PRIMARY) && endpoint.availability().isWanted());
        } else {
            owner.seat()
                    .zone()
                    .ifPresent(zone -> add(endpoint -> serves(endpoint, Role.PRIMARY)
                            && endpoint.endpoint().zone().filter(zone::equals).isPresent()));
            add(endpoint -> serves(endpoint, Role.PRIMARY));
            add(endpoint -> isUnproven(endpoint, Role.PRIMARY));
        }
        add(endpoint -> serves(endpoint, Role.BACKUP));
        add(endpoint -> isUnproven(endpoint, Role.BACKUP));
        if (tiers.isEmpty() && threshold() > 0) {
            add(endpoint ->
                    is(endpoint, Role.PRIMARY) && endpoint.availability().isWanted());
            add(endpoint -> is(endpoint, Role.BACKUP) && endpoint.availability().isWanted());
        }
    }

    private boolean isPanic() {
        long wanted = 0;
        long well = 0;
        for (EndpointStats endpoint : endpoints) {
            if (is(endpoint, Role.PRIMARY)
                    && endpoint.endpoint().weight() > 0
                    && endpoint.availability().isWanted()) {
                wanted++;
                well += endpoint.availability().isServing() ? 1 : 0;
            }
        }
        return well > 0 && well * 100 < wanted * threshold();
    }

    private int threshold() {
        return owner.upstream().config().panicThreshold().value();
    }

    private void add(Predicate<EndpointStats> belongs) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && belongs.test(endpoints.get(i))) {
                indexes.add(i);
            }
        }
        if (!indexes.isEmpty()) {
            tiers.add(new Candidates(owner, indexes, weights));
        }
    }

    private static boolean is(EndpointStats endpoint, Role role) {
        return endpoint.endpoint().role() == role;
    }

    private static boolean serves(EndpointStats endpoint, Role role) {
        return is(endpoint, role) && endpoint.availability().isServing();
    }

    private static boolean isUnproven(EndpointStats endpoint, Role role) {
        return is(endpoint, role) && endpoint.availability().state() == State.UNPROVEN;
    }
}
