package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.Samples;
import dev.postern.app.fakes.ScriptedSource;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftBehindTest {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ServiceFixture fixture = new ServiceFixture();
    private final ScriptedSource store = ScriptedSource.store("consul");
    private final ConfigService service = fixture.started(store);

    @BeforeEach
    void threeEndpointsServe() {
        store.holds("listener web 8080", "upstream users discover registry u");
        fixture.settle();
        finds(5001, 5002, 5003);
    }

    private void finds(Integer... ports) {
        fixture.registry.finds("u", ports);
        fixture.settle();
    }

    private static EndpointId id(int port) {
        return new EndpointId("users", Samples.endpoint(port).address());
    }

    private void probes(State state, boolean pass, int... ports) {
        for (int port : ports) {
            ProbeResult result = new ProbeResult(pass, pass ? "status 200" : "connect refused");
            fixture.transport.isHeldFor(new EndpointHealth(
                    id(port),
                    state,
                    "",
                    Instant.EPOCH,
                    Optional.of(new EndpointHealth.LastProbe(result, Instant.EPOCH, 1)),
                    Optional.empty(),
                    0));
        }
    }

    private List<Integer> serving() {
        return fixture.transport.inForce().config().upstreams().values().stream()
                .flatMap(upstream -> upstream.endpoints().stream())
                .map(EndpointConfig::address)
                .map(address -> address.port())
                .sorted()
                .toList();
    }

    private void look() {
        fixture.control.advance(LOOK);
        fixture.settle();
    }

    @Test
    void whoVanishesWhileItsProbesPassIsKeptUntilTheyFail() {
        probes(State.SERVING, true, 5001, 5002, 5003);
        finds(5001, 5003);
        assertEquals(List.of(5001, 5002, 5003), serving());
        assertEquals(Set.of(id(5002)), service.kept());
        assertEquals(1, service.problems().size());
        assertTrue(service.problems()
                .getFirst()
                .toString()
                .contains("127.0.0.1:5002 is not told any more, but its probes pass; it is kept until they fail"));

        look();
        probes(State.SERVING, false, 5002);
        look();
        assertEquals(List.of(5001, 5002, 5003), serving(), "one failed probe is not the end");

        probes(State.UNHEALTHY, false, 5002);
        look();
        assertEquals(List.of(5001, 5003), serving());
        assertEquals(Set.of(), service.kept());
        assertEquals(List.of(), service.problems());
    }

    @Test
    void whoIsNotProbedOrNotWellGoesAtOnce() {
        probes(State.SERVING, false, 5001);
        probes(State.UNHEALTHY, false, 5002);
        finds(5002, 5003);
        assertEquals(List.of(5002, 5003), serving());
        finds(5003);
        assertEquals(List.of(5003), serving());
        assertEquals(Set.of(), service.kept());
    }

    /** A registry that has lost its members: nothing is lost, so there is nothing to hold. */
    @Test
    void allMayBeKept() {
        probes(State.SERVING, true, 5001, 5002, 5003);
        finds();
        assertEquals(List.of(5001, 5002, 5003), serving());
        assertEquals(3, service.problems().size());
        probes(State.UNHEALTHY, false, 5001, 5002, 5003);
        look();
        assertEquals(List.of(), serving());
    }

    @Test
    void whoComesBackIsKeptNoLonger() {
        probes(State.SERVING, true, 5001, 5002, 5003);
        finds(5001, 5003);
        finds(5001, 5002, 5003);
        assertEquals(Set.of(), service.kept());
        assertEquals(List.of(), service.problems());
        assertEquals(List.of(5001, 5002, 5003), serving());
    }

    @Test
    void theLossOfThoseThatAreNotKeptIsStillHeld() {
        probes(State.SERVING, true, 5003);
        finds();
        assertEquals(List.of(5001, 5002, 5003), serving());
        assertEquals(Set.of(), service.kept());
        fixture.control.advance(Duration.ofSeconds(10));
        finds();
        assertEquals(List.of(5003), serving(), "said twice");
        assertEquals(Set.of(id(5003)), service.kept());
    }

    @Test
    void whoIsFollowedNoMoreIsForgotten() {
        probes(State.SERVING, true, 5001, 5002, 5003);
        finds(5001, 5003);
        store.holds("listener web 8080", "upstream users 5001");
        fixture.settle();
        look();
        assertEquals(List.of(5001), serving());
        assertEquals(Set.of(), service.kept());
    }
}
