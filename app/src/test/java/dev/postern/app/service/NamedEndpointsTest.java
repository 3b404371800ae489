package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ManualControl;
import dev.postern.app.fakes.Samples;
import dev.postern.app.fakes.ScriptedDiscovery;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Section;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Endpoints that are written with a name in the place of an address. */
class NamedEndpointsTest {
    private static final String USERS = "users.internal";

    private final ManualControl control = new ManualControl();
    private final ScriptedDiscovery names = new ScriptedDiscovery();
    private final DiscoveryService service = new DiscoveryService(
            new Discoveries(Map.of("dns", () -> names)),
            control,
            () -> Duration.ofSeconds(10),
            Map::of,
            (cause, seen) -> {});

    private static EndpointConfig endpoint(String host, int weight, boolean backup) {
        return new EndpointConfig(new Address(host, 80), weight, backup, Optional.empty());
    }

    private static List<Element> upstream(EndpointConfig... endpoints) {
        Place place = new Place("postern.yaml", 7, 5);
        return List.of(new Element(
                new ElementId(Section.UPSTREAMS, "users"),
                Samples.upstream(Arrays.asList(endpoints), Map.of()),
                Map.of("upstreams.users", place)));
    }

    private List<EndpointConfig> found(List<Element> elements) {
        control.run();
        return service.endpoints(elements).getOrDefault("users", List.of());
    }

    @Test
    void allAddressesCountAsWhatWasWritten() {
        List<Element> elements =
                upstream(endpoint(USERS, 3, true), endpoint("10.0.0.1", 1, false), endpoint("::1", 1, false));
        service.followAlso(elements);
        assertEquals(List.of(USERS), names.watched());
        assertTrue(service.isWaiting());
        names.finds(USERS, 7001, 7002);
        assertEquals(
                List.of(3, 3),
                found(elements).stream().map(EndpointConfig::weight).toList());
        assertTrue(found(elements).stream().allMatch(EndpointConfig::backup));
    }

    @Test
    void aLookUpThatFailsKeepsTheLastAnswerAndIsTold() {
        List<Element> elements = upstream(endpoint(USERS, 1, false));
        service.followAlso(elements);
        names.finds(USERS, 7001, 7002);
        names.isUnavailable(USERS, "no server answers");
        assertEquals(2, found(elements).size());
        assertEquals(
                List.of(
                        "postern.yaml:7:5: warning: upstreams.users.endpoints[0]: can't be asked, endpoints stay as they"
                                + " were: no server answers"),
                ServiceFixture.texts(service.problems()));
        names.finds(USERS, 7001);
        control.run();
        assertEquals(List.of(), service.problems());
    }

    @Test
    void nobodyAsksForANameAnyMore() {
        service.followAlso(upstream(endpoint(USERS, 1, false)));
        service.followOnly(upstream(endpoint("10.0.0.1", 1, false)));
        assertEquals(List.of(), names.watched());
    }
}
