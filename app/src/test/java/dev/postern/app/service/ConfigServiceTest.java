package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.LogConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of what sources say: put in force, or held back while the last good state goes on. */
class ConfigServiceTest extends ConfigServiceFixture {
    @Test
    void servesWhatTheSourcesSayTogether() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER, "log debug");
        control.run();
        assertFalse(started.isDone(), "it waits for the other source");

        store.holds("route users -> users", USERS);
        control.run();

        StartResult.Serving serving = assertInstanceOf(StartResult.Serving.class, result());
        assertEquals(1, serving.snapshot().version());
        assertEquals(Set.of("web"), serving.addresses().keySet());
        assertEquals(Set.of("users"), routes());
        assertEquals(List.of(LogConfig.Level.DEBUG), levels);
        assertEquals(List.of(), service.problems());
    }

    @Test
    void keepsTheLastGoodFileWhenAChangeHasAnError() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS, "route users -> users");
        settle();

        file.says(LISTENER, USERS, "route users -> users", "route new -> users", "bad routes.odd wrong");
        settle();

        assertEquals(1, transport.applied().size());
        assertEquals(List.of("postern.yaml:5:1: routes.odd: wrong"), texts(service));

        file.says(LISTENER, USERS, "route users -> users", "route new -> users");
        settle();

        assertEquals(Set.of("users", "new"), routes());
        assertEquals(2, transport.inForce().version());
        assertEquals(List.of(), service.problems());
    }

    @Test
    void keepsTheLastGoodFileWhenItDoesNotCompile() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS, "route users -> users");
        settle();

        file.says(LISTENER, "upstream orders 5002", "route users -> users", "route orders -> orders");
        settle();

        assertEquals(1, transport.applied().size());
        assertEquals(List.of("postern.yaml:3:1: routes.users.upstream: no upstream users"), texts(service));
    }

    @Test
    void tellsAllProblemsOfAStartAtOnce() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "bad upstreams.users wrong", "route users -> users", "route lost -> nowhere");
        control.run();

        StartResult.Invalid invalid = assertInstanceOf(StartResult.Invalid.class, result());
        assertEquals(
                List.of(
                        "postern.yaml:2:1: upstreams.users: wrong",
                        "postern.yaml:4:1: routes.lost.upstream: no upstream nowhere"),
                texts(invalid.problems()),
                "what may only come of the unreadable upstream is left out");
        assertEquals(List.of(), transport.applied());
    }

    @Test
    void tellsNothingOfTheRestWhenATextCanNotBeReadAtAll() {
        ConfigService service = service(file);
        start(service);
        file.says("route lost -> nowhere", "garbage");
        control.run();

        StartResult.Invalid invalid = assertInstanceOf(StartResult.Invalid.class, result());
        assertEquals(List.of("postern.yaml:2:1: no such thing as garbage"), texts(invalid.problems()));
    }

    @Test
    void namesBothPlacesOfAnElementThatTwoFilesHave() {
        ConfigService service = service(file, other);
        start(service);
        file.says(LISTENER, USERS, "route users -> users");
        other.says("listener web 8081", "upstream orders 5002", USERS);
        control.run();

        StartResult.Invalid invalid = assertInstanceOf(StartResult.Invalid.class, result());
        assertEquals(
                List.of(
                        "other.yaml:1:1: listeners.web: is already at postern.yaml:1:1",
                        "other.yaml:3:1: upstreams.users: is already at postern.yaml:2:1"),
                texts(invalid.problems()));
    }

    @Test
    void rejectsTheFileThatTakesANameInForceElsewhere() {
        ConfigService service = service(file, other);
        start(service);
        file.says(LISTENER);
        other.says(USERS, "route users -> users");
        settle();

        file.says(LISTENER, "upstream orders 5002", USERS);
        settle();

        assertEquals(List.of("other.yaml:1:1: upstreams.users: is already at postern.yaml:3:1"), texts(service));
        assertEquals(1, transport.applied().size());

        other.says();
        settle();

        assertEquals(List.of(), texts(service));
        assertEquals(
                Set.of("orders", "users"),
                transport.inForce().config().upstreams().keySet());
    }

    @Test
    void holdsBackOnlyTheBadElementOfAStore() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users");
        settle();

        store.holds(LISTENER, USERS, "bad routes.users wrong", "bad routes.odd strange", "route more -> users");
        settle();

        assertEquals(Set.of("users", "more"), routes());
        assertEquals(
                List.of(
                        "consul key routes/odd, line 1: routes.odd: strange",
                        "consul key routes/users, line 1: routes.users: wrong"),
                texts(service));
    }

    /** It may ask for any part of it at once. */
    @Test
    void answersWhoWaitsForTheStartWhenAllElseIsTold() {
        ConfigService service = service(store);
        start(service);
        List<String> seen = new ArrayList<>();
        var _ = started.thenRun(() -> seen.add(service.status().version() + " " + texts(service)));

        store.holds(LISTENER, USERS, "bad routes.odd strange");
        settle();

        assertEquals(List.of("1 [consul key routes/odd, line 1: routes.odd: strange]"), seen);
    }

    @Test
    void holdsBackAnElementOfAStoreThatDoesNotCompile() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users", "route stray -> nowhere");
        settle();

        assertEquals(Set.of("users"), routes(), "an element that never was valid stays out");

        store.holds(LISTENER, USERS, "route users -> elsewhere", "route more -> users");
        settle();

        assertEquals(Set.of("users", "more"), routes());
        assertEquals("users", upstreamOf("users"));
        assertEquals(
                List.of("consul key routes/users, line 1: routes.users.upstream: no upstream elsewhere"),
                texts(service));
    }

    @Test
    void keepsAnUpstreamThatARouteStillRefersTo() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users");
        settle();

        store.holds(LISTENER, "route users -> users", "upstream orders 5002");
        settle();

        assertEquals(
                Set.of("users", "orders"),
                transport.inForce().config().upstreams().keySet());
        assertTrue(
                texts(service)
                        .contains("consul key upstreams/users, line 1: upstreams.users: "
                                + "is gone but kept as it was: routes.users refers to it"),
                () -> texts(service).toString());
        int before = transport.applied().size();

        service.reload();
        settle();

        assertEquals(before, transport.applied().size(), "what is held does not make changes of its own");

        store.holds(LISTENER, "upstream orders 5002");
        settle();

        assertEquals(Set.of("orders"), transport.inForce().config().upstreams().keySet());
        assertEquals(List.of(), texts(service));
    }

    @Test
    void keepsWhatTheRestCanNotDoWithout() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users");
        settle();

        store.holds(USERS, "route users -> users", "route more -> users");
        settle();

        assertEquals(Set.of("users", "more"), routes(), "what has nothing to do with it is not held back");
        assertEquals(
                List.of(
                        "listeners: listeners: there is none",
                        "consul key listeners/web, line 1: listeners.web: "
                                + "is gone but kept as it was: the rest can't do without it"),
                texts(service));
    }

    @Test
    void changesNothingWhenAllOfAChangeIsHeldBack() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users");
        settle();

        store.holds(USERS, "route users -> users");
        settle();

        assertEquals(1, transport.applied().size());
        assertEquals(2, service.problems().size());
    }

    @Test
    void rejectsAStoresChangeThatNoElementIsToBlameFor() {
        ConfigService service = service(store);
        start(service);
        store.holds(LISTENER, USERS, "route users -> users");
        settle();

        store.holds(LISTENER, USERS, "route users -> users", "route more -> users", "route forbidden -> users");
        settle();

        assertEquals(Set.of("users"), routes());
        assertEquals(List.of("routes: routes: something is wrong with them"), texts(service));
    }

    @Test
    void keepsAStoresUpstreamForTheRouteOfAFile() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER, "route users -> users");
        store.holds(USERS, "upstream orders 5002");
        settle();

        store.holds("upstream orders 5003");
        settle();

        Map<String, ?> upstreams = transport.inForce().config().upstreams();
        assertEquals(Set.of("users", "orders"), upstreams.keySet());
        assertEquals(2, transport.applied().size(), "the other upstream's change is not held back");
    }

    @Test
    void yieldsAStoresElementToTheFileThatHasItToo() {
        ConfigService service = service(store, file);
        start(service);
        store.holds("listener web 9999", USERS);
        file.says(LISTENER, "route users -> users");
        control.run();

        assertInstanceOf(StartResult.Serving.class, result());
        assertEquals(Set.of("users"), routes());
        assertEquals(8080, portOf("web"));
        assertEquals(1, service.problems().size());
    }

    @Test
    void appliesTheFirstChangeAtOnceAndTheRestTogether() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS);
        control.run();
        control.advance(Duration.ofSeconds(1));

        file.says(LISTENER, USERS, "route a -> users");
        control.run();
        assertEquals(Set.of("a"), routes(), "the first at once");

        file.says(LISTENER, USERS, "route b -> users");
        control.run();
        control.advance(Duration.ofMillis(40));
        file.says(LISTENER, USERS, "route c -> users");
        control.run();
        control.advance(Duration.ofMillis(59));
        assertEquals(Set.of("a"), routes(), "not before the interval is over");

        control.advance(Duration.ofMillis(1));
        assertEquals(Set.of("c"), routes(), "the last is not lost");
        assertEquals(3, transport.applied().size());
    }

    @Test
    void changesNothingWhenToldTheSameAgain() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS);
        settle();
        int reads = codec.reads();

        file.says(LISTENER, USERS);
        settle();
        service.reload();
        settle();

        assertEquals(1, file.refreshes());
        assertEquals(1, transport.applied().size());
        assertEquals(1, compiler.compiled());
        assertEquals(reads, codec.reads(), "an equal text is not read again");
    }
}
