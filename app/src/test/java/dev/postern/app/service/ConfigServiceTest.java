package dev.postern.app.service;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.LineCodec;
import dev.postern.app.fakes.ManualControl;
import dev.postern.app.fakes.RecordingTransport;
import dev.postern.app.fakes.ScriptedDiscovery;
import dev.postern.app.fakes.ScriptedSource;
import dev.postern.app.fakes.StrictCompiler;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.config.ConfigSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfigServiceTest {
    private static final String LISTENER = "listener web 8080";
    private static final String USERS = "upstream users 5001";
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ManualControl control = new ManualControl();
    private final RecordingTransport transport = new RecordingTransport();
    private final LineCodec codec = new LineCodec();
    private final StrictCompiler compiler = new StrictCompiler();
    private final ScriptedDiscovery registry = new ScriptedDiscovery();
    private final List<LogConfig.Level> levels = new ArrayList<>();
    private CompletableFuture<StartResult> started = new CompletableFuture<>();
    private final ScriptedSource file = ScriptedSource.file("postern.yaml");
    private final ScriptedSource other = ScriptedSource.file("other.yaml");
    private final ScriptedSource store = ScriptedSource.store("consul");

    private ConfigService service(ConfigSource... sources) {
        Adapters adapters = new Adapters(
                codec,
                compiler,
                new SourceSchemes(Map.of()),
                new Discoveries(Map.of("registry", () -> registry)),
                _ -> transport,
                () -> (snapshot, request) -> List.of());
        return new ConfigService(
                control,
                List.of(sources),
                adapters,
                transport,
                snapshot -> levels.add(snapshot.config().log().level()));
    }

    private void start(ConfigService service) {
        started = service.start();
        control.run();
    }

    /** Lets what was told be applied, past the interval between changes. */
    private void settle() {
        control.run();
        control.advance(INTERVAL);
    }

    private static List<String> texts(ConfigService service) {
        return service.problems().stream().map(Problem::toString).toList();
    }

    private Set<String> routes() {
        return transport.inForce().config().routes().keySet();
    }

    private StartResult result() {
        assertTrue(started.isDone(), "the start has an answer");
        return started.join();
    }

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
                invalid.problems().stream().map(Problem::toString).toList(),
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
        assertEquals(
                List.of("postern.yaml:2:1: no such thing as garbage"),
                invalid.problems().stream().map(Problem::toString).toList());
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
                invalid.problems().stream().map(Problem::toString).toList());
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
                invalid.problems().stream().map(Problem::toString).toList());
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

    private List<Integer> ports(String upstream) {
        return requireNonNull(transport.inForce().config().upstreams().get(upstream)).endpoints().stream()
                .map(endpoint -> endpoint.address().port())
                .toList();
    }

    private String upstreamOf(String route) {
        return requireNonNull(transport.inForce().config().routes().get(route))
                .upstream()
                .orElse("");
    }

    private int portOf(String listener) {
        return requireNonNull(transport.inForce().config().listeners().get(listener))
                .address()
                .port();
    }
}
