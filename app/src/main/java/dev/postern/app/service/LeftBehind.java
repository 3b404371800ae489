package dev.postern.app.service;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints that one service does not tell any more while our own probes of them pass: they serve until those fail. A
 * registry that lost its members, or its sight of them, takes nobody away so. Belongs to the control thread.
 */
final class LeftBehind {
    private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);

    private final String upstream;
    private final Supplier<Map<EndpointId, EndpointHealth>> health;
    private final Map<Address, EndpointConfig> kept = new LinkedHashMap<>();

    LeftBehind(String upstream, Supplier<Map<EndpointId, EndpointHealth>> health) {
        this.upstream = upstream;
        this.health = health;
    }

    List<EndpointConfig> all() {
        return List.copyOf(kept.values());
    }

    Stream<EndpointId> ids() {
        return kept.keySet().stream().map(this::id);
    }

    /** Who of those before would be kept if these were all there are now. */
    List<EndpointConfig> wouldStay(List<EndpointConfig> before, List<EndpointConfig> now) {
        Set<Address> present = now.stream().map(EndpointConfig::address).collect(Collectors.toSet());
        List<EndpointConfig> leaving = before.stream()
                .filter(endpoint -> !present.contains(endpoint.address()))
                .toList();
        if (leaving.isEmpty()) {
            return List.of();
        }
        Map<EndpointId, EndpointHealth> known = health.get();
        return leaving.stream()
                .filter(endpoint -> mayStay(known.get(id(endpoint.address())), kept.containsKey(endpoint.address())))
                .toList();
    }

    private static boolean mayStay(@Nullable EndpointHealth now, boolean isKept) {
        if (now == null || now.probe().isEmpty()) {
            return false;
        }
        // why both: one failed probe is no reason to let go, but a reason not to begin.
        return isKept ? now.state() != State.UNHEALTHY && now.state() != State.OUT : now.isProvenWell();
    }

    void keep(List<EndpointConfig> staying) {
        List<Address> before = new ArrayList<>(kept.keySet());
        kept.clear();
        for (EndpointConfig endpoint : staying) {
            kept.put(endpoint.address(), endpoint);
            if (!before.contains(endpoint.address())) {
                log.warn("event=endpoint-kept upstream={} endpoint={}", upstream, endpoint.address());
            }
        }
    }

    /** Lets go whose probes have failed; true when there was any. */
    boolean letGo() {
        List<EndpointConfig> staying = wouldStay(all(), List.of());
        kept.keySet().stream()
                .filter(address ->
                        staying.stream().noneMatch(each -> each.address().equals(address)))
                .forEach(address -> log.info("event=endpoint-let-go upstream={} endpoint={}", upstream, address));
        boolean isAny = staying.size() < kept.size();
        keep(staying);
        return isAny;
    }

    private EndpointId id(Address address) {
        return new EndpointId(upstream, address);
    }
}
