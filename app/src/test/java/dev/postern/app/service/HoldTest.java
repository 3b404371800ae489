package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ScriptedSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldTest {
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final String LISTENER = "listener web 8080";
    private static final String USERS = "upstream users 5001";

    private final ServiceFixture fixture = new ServiceFixture();
    private final ScriptedSource store = ScriptedSource.store("consul");
    private final ConfigService service = fixture.started(store);

    private void holds(String... lines) {
        store.holds(lines);
        fixture.settle();
    }

    private void holdsFourRoutes() {
        holds(LISTENER, USERS, "route a -> users", "route b -> users", "route c -> users", "route d -> users");
    }

    private int applied() {
        return fixture.transport.applied().size();
    }

    private List<String> texts() {
        return ServiceFixture.texts(service.problems());
    }

    @Test
    void holdsTheLossOfMostRoutesUntilASecondReadConfirmsIt() {
        holdsFourRoutes();
        holds(LISTENER, USERS, "route a -> users");

        assertEquals(Set.of("a", "b", "c", "d"), fixture.routes());
        assertEquals(
                List.of("consul: would remove 3 of 4 routes: b, c, d; held until it says so again after changes.hold, "
                        + "or until POST /config/apply confirms it"),
                texts());
        assertTrue(service.status().sources().getFirst().held().isPresent());
        assertEquals(0, store.refreshes());

        fixture.control.advance(HOLD);
        fixture.settle();

        assertEquals(1, store.refreshes());
        assertEquals(Set.of("a"), fixture.routes());
        assertEquals(List.of(), texts());
    }

    @Test
    void forgetsALossThatWasOnlyAMoment() {
        holdsFourRoutes();
        holds(LISTENER, USERS, "route a -> users");
        holdsFourRoutes();
        fixture.control.advance(HOLD);
        fixture.settle();

        assertEquals(1, applied());
        assertEquals(0, store.refreshes(), "there is nothing to confirm");
        assertEquals(List.of(), texts());
    }

    @Test
    void appliesTheLossOfHalfAtOnce() {
        holdsFourRoutes();
        holds(LISTENER, USERS, "route a -> users", "route b -> users");
        assertEquals(Set.of("a", "b"), fixture.routes());
    }

    @Test
    void appliesTheLossOfFewRoutesAtOnce() {
        holds(LISTENER, USERS, "route a -> users", "route b -> users", "route c -> users");
        holds(LISTENER, USERS);
        assertEquals(Set.of(), fixture.routes());
    }

    @Test
    void neverTakesAnEmptyStoreByItself() {
        holdsFourRoutes();
        holds();
        fixture.control.advance(HOLD.multipliedBy(100));
        store.refresh();
        fixture.settle();

        assertEquals(1, applied());
        assertEquals(
                List.of("consul: answers with nothing at all; held until it has something again, "
                        + "or until POST /config/apply confirms it"),
                texts());
    }

    @Test
    void takesNoHalfOfAStoreThatIsBeingFilledAgain() {
        holds(LISTENER, USERS, "route a -> users");
        holds();
        holds(LISTENER);
        assertEquals(Set.of("a"), fixture.routes());
        assertEquals(
                List.of("consul: was empty, has something again and would remove 2 of 3 elements: routes.a,"
                        + " upstreams.users; held until it says so again after changes.hold,"
                        + " or until POST /config/apply confirms it"),
                texts());
        holds(LISTENER, USERS, "route a -> users", "route b -> users");
        assertEquals(Set.of("a", "b"), fixture.routes());
        assertEquals(List.of(), texts());
        holds(LISTENER, USERS, "route b -> users");
        assertEquals(Set.of("b"), fixture.routes());
    }

    @Test
    void takesWhatIsInAStoreThatWasEmptyWhenASecondReadConfirmsIt() {
        holds(LISTENER, USERS, "route a -> users");
        holds();
        holds(LISTENER, USERS, "route b -> users");
        assertEquals(Set.of("a"), fixture.routes());
        fixture.control.advance(HOLD);
        fixture.settle();
        assertEquals(Set.of("b"), fixture.routes());
        assertEquals(List.of(), texts());
    }

    @Test
    void takesWhatAPersonConfirms() {
        holdsFourRoutes();
        holds(LISTENER, USERS, "route a -> users");

        ChangeOutcome.Applied applied =
                assertInstanceOf(ChangeOutcome.Applied.class, fixture.answer(service.confirmHeld()));

        assertEquals(3, applied.difference().removed());
        assertEquals(Set.of("a"), fixture.routes());
        assertEquals(List.of(), texts());
        assertInstanceOf(ChangeOutcome.Refused.class, fixture.answer(service.confirmHeld()));
    }

    @Test
    void holdsNothingBackOfAFile() {
        ScriptedSource file = ScriptedSource.file("postern.yaml");
        fixture.started(file);
        file.says(LISTENER, USERS, "route a -> users", "route b -> users", "route c -> users", "route d -> users");
        fixture.settle();
        file.says(LISTENER);
        fixture.settle();
        assertEquals(Set.of(), fixture.routes());
    }

    @Test
    void holdsTheLossOfMostEndpointsUntilASecondReadConfirmsIt() {
        holds(LISTENER, "upstream users discover registry u");
        fixture.registry.finds("u", 5001, 5002, 5003);
        fixture.settle();

        fixture.registry.finds("u", 5001);
        fixture.settle();

        assertEquals(3, endpoints());
        assertEquals(1, texts().size(), () -> texts().toString());
        assertTrue(texts().getFirst().contains("would leave 1 of 3 endpoints"), () -> texts().toString());

        fixture.control.advance(HOLD);
        fixture.settle();
        assertEquals(3, endpoints(), "it was asked again and has not answered yet");

        fixture.registry.finds("u", 5001);
        fixture.settle();
        assertEquals(1, endpoints());
        assertEquals(List.of(), texts());
    }

    @Test
    void takesEndpointsThatWereReplacedAtOnce() {
        holds(LISTENER, "upstream users discover registry u");
        fixture.registry.finds("u", 5001, 5002);
        fixture.settle();
        fixture.registry.finds("u", 6001, 6002);
        fixture.settle();
        assertEquals(List.of(), texts());
        assertEquals(2, endpoints());
    }

    private int endpoints() {
        return fixture.transport.inForce().config().upstreams().values().stream()
                .mapToInt(upstream -> upstream.endpoints().size())
                .sum();
    }
}
