package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Starting, going on without a source, following discoveries, and closing. */
class ConfigServiceLifeTest extends ConfigServiceFixture {
    @Test
    void keepsServingWhenANewListenerCanNotBeBound() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS);
        settle();
        transport.taken().add(9000);

        file.says("listener web 9000", USERS, "route users -> users");
        settle();

        assertEquals(1, transport.applied().size());
        assertEquals(List.of("listeners: listener web: 127.0.0.1:9000 is in use"), texts(service));
        assertEquals(1, service.snapshot().map(Snapshot::version).orElseThrow());

        transport.taken().clear();
        service.reload();
        settle();

        assertEquals(Set.of("users"), routes());
        assertEquals(List.of(), texts(service));
    }

    @Test
    void canNotStartWhenAListenerCanNotBeBound() {
        transport.taken().add(8080);
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, USERS);
        control.run();

        StartResult.Impossible impossible = assertInstanceOf(StartResult.Impossible.class, result());
        assertEquals(List.of("listener web: 127.0.0.1:8080 is in use"), impossible.reasons());
    }

    @Test
    void canNotStartWithoutASourceThatCanNotBeRead() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER);
        store.isUnavailable("connection refused");
        control.run();

        StartResult.Impossible impossible = assertInstanceOf(StartResult.Impossible.class, result());
        assertEquals(List.of("consul: connection refused"), impossible.reasons());
        assertEquals(List.of(), impossible.problems());
    }

    @Test
    void doesNotWaitForeverForASourceThatSaysNothing() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER);
        control.advance(Duration.ofMillis(9_999));
        assertFalse(started.isDone());

        control.advance(Duration.ofMillis(1));

        StartResult.Impossible impossible = assertInstanceOf(StartResult.Impossible.class, result());
        assertEquals(List.of("consul: no answer in time"), impossible.reasons());
    }

    @Test
    void servesOnWhenASourceIsLost() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER);
        store.holds(USERS, "route users -> users");
        settle();

        store.isUnavailable("timed out");
        settle();

        assertEquals(Set.of("users"), routes());
        assertEquals(List.of("consul: warning: can't be read, what it said before stays: timed out"), texts(service));

        store.holds(USERS, "route users -> users");
        settle();

        assertEquals(List.of(), service.problems());
        assertEquals(1, transport.applied().size());
    }

    @Test
    void isNotReadyWhileASourceHasProvedNothingForTooLong() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER);
        store.holds(USERS, "route users -> users");
        settle();
        store.isStale(Duration.ofSeconds(30), Duration.ofSeconds(30));
        assertEquals(Readiness.READY, service.readiness());

        store.isStale(Duration.ofSeconds(31), Duration.ofSeconds(30));
        assertEquals(
                Readiness.not("consul has proved nothing for 31s, more than its maxStaleness of 30s"),
                service.readiness());
        store.isUnavailable("timed out");
        settle();
        assertEquals(
                Readiness.not("consul has proved nothing for 31s, more than its maxStaleness of 30s: timed out"),
                service.readiness());
        assertTrue(service.status().sources().get(1).provedAt().isPresent());
        assertTrue(service.status().sources().getFirst().provedAt().isEmpty(), "a file needs no proof");
    }

    @Test
    void countsHowLongChangesTookAndNotTheStart() {
        ConfigService service = service(file, store);
        start(service);
        file.says(LISTENER);
        store.holds(USERS, "route users -> users");
        settle();
        assertEquals(Lags.NONE, service.lags());

        store.holds(USERS, "route users -> users", "route more -> users");
        control.run();
        store.holds(USERS, "route users -> users");
        store.holds(USERS, "route users -> users", "route other -> users");
        control.run();
        control.advance(Duration.ofMillis(100));

        int hundredth = Lags.BOUNDS.indexOf(Duration.ofMillis(100));
        assertEquals(
                2,
                service.lags().counts().stream().mapToLong(n -> n).sum(),
                service.lags().toString());
        assertEquals(1, service.lags().counts().get(hundredth), service.lags().toString());
        assertEquals(Duration.ofMillis(100), service.lags().sum());
        assertEquals(Duration.ofMillis(100), service.status().counts().lastLag());
    }

    @Test
    void startsWithTheEndpointsThatAreFoundInTime() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry users");
        control.run();
        assertEquals(List.of("users"), registry.watched());
        assertFalse(started.isDone(), "it waits for the first endpoints");

        registry.finds("users", 5001, 5002);
        control.run();

        assertInstanceOf(StartResult.Serving.class, result());
        assertEquals(List.of(5001, 5002), ports("users"));
        assertEquals(1, transport.applied().size());
    }

    @Test
    void startsWithoutEndpointsThatAreNotFoundInTime() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry users");
        control.run();
        control.advance(Duration.ofMillis(1_999));
        assertFalse(started.isDone());
        control.advance(Duration.ofMillis(1));

        assertInstanceOf(StartResult.Serving.class, result());
        assertEquals(List.of(), ports("users"));

        registry.finds("users", 5001);
        settle();

        assertEquals(List.of(5001), ports("users"));
    }

    @Test
    void doesNotWaitAgainForAServiceThatStaysSilent() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry users");
        control.advance(Duration.ofSeconds(3));

        file.says(LISTENER, "upstream users discover registry users", "route users -> users");
        settle();

        assertEquals(Set.of("users"), routes());
    }

    @Test
    void followsDiscoveryUntilTheUpstreamIsGone() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry users");
        control.run();
        registry.finds("users", 5001);
        settle();

        registry.finds("users", 5002);
        settle();
        assertEquals(List.of(5002), ports("users"));

        registry.isUnavailable("users", "no leader");
        settle();
        assertEquals(List.of(5002), ports("users"), "what was found before stays");
        assertEquals(1, service.problems().size());

        file.says(LISTENER);
        settle();
        assertEquals(List.of(), registry.watched());
        assertEquals(List.of(), service.problems());
        int before = transport.applied().size();

        service.reload();
        settle();
        assertEquals(before, transport.applied().size());
    }

    @Test
    void dropsEndpointsOfAServiceThatTheUpstreamNoLongerNames() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry old");
        control.run();
        registry.finds("old", 5001);
        settle();

        file.says(LISTENER, "upstream users discover registry new");
        settle();
        assertEquals(List.of(5001), ports("users"), "until the new service has answered");

        registry.finds("new", 5002);
        settle();
        assertEquals(List.of(5002), ports("users"));
        assertEquals(List.of("new"), registry.watched());
    }

    @Test
    void tellsWhereADiscoveryIsUnknownOrMisused() {
        ConfigService service = service(file);
        start(service);
        file.says(
                LISTENER,
                "upstream users discover registri users",
                "upstream orders discover registry nonsense",
                "route lost -> nowhere");
        control.run();

        StartResult.Invalid invalid = assertInstanceOf(StartResult.Invalid.class, result());
        assertEquals(
                List.of(
                        "postern.yaml:2:1: upstreams.users.discover.registri: "
                                + "no discovery of this name; known: registry; did you mean registry?",
                        "postern.yaml:3:1: upstreams.orders.discover.registry: there can be no such service",
                        "postern.yaml:4:1: routes.lost.upstream: no upstream nowhere"),
                texts(invalid.problems()));
    }

    @Test
    void closesItsSourcesAndWatches() {
        ConfigService service = service(file);
        start(service);
        file.says(LISTENER, "upstream users discover registry users");
        control.run();
        registry.finds("users", 5001);
        settle();

        service.close();
        file.says(LISTENER, USERS);
        settle();

        assertTrue(file.isClosed());
        assertEquals(List.of(), registry.watched());
        assertEquals(1, transport.applied().size());
    }
}
