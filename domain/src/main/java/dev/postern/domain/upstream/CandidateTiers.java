package dev.postern.domain.upstream;

import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.Endpoint.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sorts the endpoints of an upstream into tiers; a later tier is asked only when nobody of an earlier one is open: own
 * zone, other zones, endpoints not probed yet, backups. Below the panic threshold health is ignored among the primaries,
 * but a healthy backup goes before primaries of which none is.
 *
 * <p>Own zone keeps what its endpoints would get if all endpoints were loaded alike while every zone has as many requests
 * as the next; the rest begins with the other zones.
 */
final class CandidateTiers {
    private static final int FULL_PERCENT = 100;
    private static final int START_PERCENT = 10;
    /** Of the requests, that begin with the first tier. */
    static final int ALL = 1000;

    private final UpstreamState owner;
    private final List<EndpointStats> endpoints;
    private final int[] weights;
    private final List<Candidates> tiers = new ArrayList<>();
    private int homePermille = ALL;

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

    static CandidateTiers of(UpstreamState owner, long nowNanos) {
        CandidateTiers tiers = new CandidateTiers(owner, nowNanos);
        tiers.fill();
        return tiers;
    }

    Candidates[] inOrder() {
        return tiers.toArray(Candidates[]::new);
    }

    /** How many of a thousand requests begin with the first tier; the others with the second, and come back to it. */
    int homePermille() {
        return homePermille;
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
            owner.seat().zone().ifPresentOrElse(this::addZones, () -> add(endpoint -> serves(endpoint, Role.PRIMARY)));
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

    private void addZones(String own) {
        long home = 0;
        long everywhere = 0;
        Set<String> zones = new HashSet<>();
        for (int i = 0; i < weights.length; i++) {
            EndpointStats endpoint = endpoints.get(i);
            if (is(endpoint, Role.PRIMARY)
                    && weights[i] > 0
                    && endpoint.availability().isWanted()) {
                zones.add(endpoint.endpoint().zone().orElse(""));
                long weight = endpoint.availability().isServing() ? weights[i] : 0;
                everywhere += weight;
                home += isIn(own, endpoint) ? weight : 0;
            }
        }
        boolean suffices = home * zones.size() >= everywhere;
        if (!suffices && owner.upstream().config().balance() == Balance.HASH) {
            // why: what spills over is drawn, and would take a key now here, now there.
            add(endpoint -> serves(endpoint, Role.PRIMARY));
            return;
        }
        if (home > 0 && !suffices) {
            homePermille = (int) (ALL * home * zones.size() / everywhere);
        }
        add(endpoint -> serves(endpoint, Role.PRIMARY) && isIn(own, endpoint));
        add(endpoint -> serves(endpoint, Role.PRIMARY) && !isIn(own, endpoint));
    }

    private static boolean isIn(String zone, EndpointStats endpoint) {
        return endpoint.endpoint().zone().filter(zone::equals).isPresent();
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
