package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static dev.postern.domain.compile.TestRoute.path;
import static dev.postern.domain.compile.TestRoute.prefix;
import static dev.postern.domain.compile.TestRoute.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.snapshot.TcpListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told, with its place and its path, about configurations that can't be. */
class CompileErrorsTest {
    static Stream<Arguments> faultyRoutes() {
        return Stream.of(
                arguments(
                        route(), "routes.r: does nothing; expected one of upstream, split, respond, redirect and deny"),
                arguments(
                        route().to("users").respond("hello"),
                        "routes.r: has upstream and respond; expected exactly one of them"),
                arguments(
                        route().split("users", 1).redirect("/x").deny(),
                        "routes.r: has split and redirect and deny; expected exactly one of them"),
                arguments(route().to("uesrs"), "routes.r.upstream: there is no upstream uesrs; did you mean users?"),
                arguments(route().to("elsewhere"), "routes.r.upstream: there is no upstream elsewhere"),
                arguments(
                        route().split("users", 1).split("user", 1),
                        "routes.r.split.user: there is no upstream user; did you mean users?"),
                arguments(route().split("users", 0), "routes.r.split: all weights are 0; nothing would be forwarded"),
                arguments(
                        route().split("users", 2).split("orders", -1),
                        "routes.r.split.orders: found -1, expected 0 or more"),
                arguments(
                        route().listeners("wbe").to("users"),
                        "routes.r.listeners[0]: there is no listener wbe; did you mean web?"),
                arguments(
                        path("/a/{id}").to("users").rewrite("/b/{idd}"),
                        "routes.r.rewrite.to: there is no variable {idd} here, did you mean id?"),
                arguments(
                        route().to("users").setHeader("Content-Length", "7"),
                        "routes.r.requestHeaders.set.Content-Length: Content-Length can't be edited: it frames the"
                                + " message; the proxy writes it itself"),
                arguments(
                        prefix("users").to("users"),
                        "routes.r.match.prefix: found 'users', expected a path that begins with /"),
                arguments(
                        route().regex("(").to("users"),
                        "routes.r.match.regex: found '(', expected an RE2 pattern: missing closing )"));
    }

    @ParameterizedTest
    @MethodSource("faultyRoutes")
    void tellsWhatIsWrongWithARoute(TestRoute route, String problem) {
        List<String> errors = web().upstream("users", 1)
                .upstream("orders", 2)
                .route("r", route)
                .errors();
        assertEquals(List.of("conf.yaml:4:1: " + problem), errors);
    }

    @Test
    void tellsThePlaceOfTheKeyOrOfWhatIsAroundIt() {
        TestRoute faulty = path("/{a").to("nowhere").rewrite("/{b}");
        assertEquals(
                List.of(
                        "conf.yaml:2:11: routes.r.upstream: there is no upstream nowhere",
                        "conf.yaml:2:21: routes.r.rewrite.to: there is no variable {b} here"),
                web().route("r", faulty, "upstream", "rewrite", "match").errors().stream()
                        .filter(error -> !error.contains("match.path"))
                        .toList());
        assertTrue(web().route("r", faulty, "upstream", "rewrite", "match").errors().stream()
                .anyMatch(error -> error.startsWith("conf.yaml:2:31: routes.r.match.path: ")));
    }

    @Test
    void namesBothPlacesOfAnElementThatIsWrittenTwice() {
        TestRoute route = route().respond("hello");
        assertEquals(
                List.of(
                        "conf.yaml:3:1: routes.r: is already at conf.yaml:2:1",
                        "conf.yaml:4:1: routes.r: is already at conf.yaml:2:1"),
                web().route("r", route).route("r", route).route("r", route).errors());
    }

    @Test
    void namesBothRoutesThatNoRequestCouldTellApartAndTheirPlaces() {
        String expected = "conf.yaml:3:1: routes.b: no request could tell it from route 'a': same hosts, path and"
                + " conditions; expected a difference, or another priority; the other is at conf.yaml:2:1";
        TestConfig config =
                web().route("a", path("/x").respond("1")).route("b", path("/x").respond("2"));
        assertEquals(List.of(expected), config.errors());
        Snapshot before = web().route("a", path("/x").respond("1")).compiled();
        assertEquals(List.of(expected), config.errorsAfter(Optional.of(before)));
    }

    @Test
    void tellsAFaultOnceThoughSeveralListenersServeTheRoute() {
        List<String> errors = web().http("more", 8081)
                .route("r", prefix("users").respond("x"))
                .errors();
        assertEquals(1, errors.size(), errors.toString());
    }

    @Test
    void tellsAllProblemsAtOnce() {
        List<String> errors = web().tcp("db", 5432, Optional.of("dbs"), "upstream")
                .upstream("orders", 1, "health")
                .route("none", path("/none"))
                .route("two", path("no-slash").to("oders").deny().rewrite("/{x}"))
                .route(
                        "unserved",
                        path("unserved").listeners("wob").respond("x").setHeader("TE", "{y}"))
                .certificate("site")
                .errors();
        assertEquals(
                List.of(
                        "conf.yaml:2:11: listeners.db.upstream: there is no upstream dbs",
                        "conf.yaml:4:1: routes.none: does nothing; expected one of upstream, split, respond, redirect"
                                + " and deny",
                        "conf.yaml:5:1: routes.two.upstream: there is no upstream oders; did you mean orders?",
                        "conf.yaml:5:1: routes.two: has upstream and deny; expected exactly one of them",
                        "conf.yaml:6:1: routes.unserved.listeners[0]: there is no listener wob; did you mean web?",
                        "conf.yaml:5:1: routes.two.rewrite.to: there is no variable {x} here",
                        "conf.yaml:5:1: routes.two.match.path: found 'no-slash', expected a path that begins with /",
                        "conf.yaml:6:1: routes.unserved.requestHeaders.set.TE: TE can't be edited: it belongs to a"
                                + " single connection; the proxy writes it itself where needed",
                        "conf.yaml:6:1: routes.unserved.match.path: found 'unserved', expected a path that begins with"
                                + " /"),
                errors);
    }

    @Test
    void knowsTheElementThoughNamesHaveDots() {
        TestConfig config = web().route("a", path("x").respond("1"), "match")
                .route("a.match", path("/y").to("nowhere"), "upstream");
        assertEquals(
                List.of(
                        "conf.yaml:3:11: routes.a.match.upstream: there is no upstream nowhere",
                        "conf.yaml:2:11: routes.a.match.path: found 'x', expected a path that begins with /"),
                config.errors());
    }

    @Test
    void needsAListener() {
        assertEquals(
                List.of("configuration: listeners: there is no listener; write at least one, like web: { address:"
                        + " \":8080\" }"),
                new TestConfig().route("r", route().respond("x")).errors());
    }

    @Test
    void refusesTwoListenersOfOneAddressButNotTwoOfAnyFreePort() {
        assertEquals(
                List.of("conf.yaml:2:11: listeners.also.address: :8080 is the address of listener web as well"),
                web().http("also", 8080, "address").errors());
        assertEquals(
                2,
                new TestConfig()
                        .http("a", 0)
                        .http("b", 0)
                        .compiled()
                        .httpListeners()
                        .size());
    }

    @Test
    void tellsATcpListenerThatLeadsNowhere() {
        assertEquals(
                List.of("conf.yaml:1:1: listeners.db: leads nowhere; write its upstream, or a route for it"),
                new TestConfig().tcp("db", 5432, Optional.empty()).errors());
    }

    @Test
    void leadsATcpListenerByItsUpstreamOrByARouteThatNamesIt() {
        Snapshot snapshot = new TestConfig()
                .tcp("db", 5432, Optional.of("pg"))
                .tcp("cache", 6379, Optional.empty())
                .upstream("pg", 1)
                .route("all", route().listeners("cache").to("pg"))
                .compiled();
        TcpListener db = Objects.requireNonNull(snapshot.tcpListeners().get("db"));
        TcpListener cache = Objects.requireNonNull(snapshot.tcpListeners().get("cache"));
        assertEquals(0, db.routes().size());
        assertEquals(1, cache.routes().size());
        assertTrue(cache.fallback().isEmpty());
    }

    static Stream<Arguments> httpOnly() {
        return Stream.of(
                arguments(route().respond("x"), "respond"),
                arguments(route().redirect("/x"), "redirect"),
                arguments(route().deny(), "deny"),
                arguments(route().to("pg").rewrite("/x"), "rewrite"),
                arguments(route().to("pg").setHeader("A", "b"), "requestHeaders"));
    }

    @ParameterizedTest
    @MethodSource("httpOnly")
    void refusesWhatIsForHttpInARouteOfATcpListener(TestRoute route, String key) {
        List<String> errors = new TestConfig()
                .tcp("db", 5432, Optional.empty())
                .upstream("pg", 1)
                .route("r", route.listeners("db"))
                .errors();
        assertEquals(
                List.of("conf.yaml:3:1: routes.r." + key + ": is for http; the route is one of tcp listener db"),
                errors);
    }

    @Test
    void refusesKeysOfTheOtherKind() {
        assertEquals(
                List.of("conf.yaml:2:1: listeners.web.upstream: is for protocol tcp; with http, write a route"),
                new TestConfig()
                        .upstream("pg", 1)
                        .listener("web", 8080, ListenerConfig.Protocol.HTTP, Optional.of("pg"))
                        .errors());
        assertEquals(
                List.of("conf.yaml:1:11: listeners.db.http: is for protocol http; this listener speaks tcp"),
                new TestConfig()
                        .tcp("db", 5432, Optional.of("pg"), "http")
                        .upstream("pg", 1)
                        .errors());
        assertEquals(
                List.of("conf.yaml:2:11: listeners.web.tcp: is for protocol tcp; this listener speaks http"),
                new TestConfig()
                        .upstream("users", 1)
                        .listener("web", 8080, ListenerConfig.Protocol.HTTP, Optional.empty(), "tcp")
                        .errors());
        assertEquals(
                List.of("conf.yaml:3:1: routes.r.match.prefix: found in a tcp route, expected sni and sources only"),
                new TestConfig()
                        .tcp("db", 5432, Optional.empty())
                        .upstream("pg", 1)
                        .route("r", prefix("/x").listeners("db").to("pg"))
                        .errors());
    }

    @Test
    void tellsARouteForWhoseKindThereIsNoListener() {
        assertEquals(
                List.of("conf.yaml:3:1: routes.r: there is no http listener for it; name its listeners, or write one"
                        + " of protocol http"),
                new TestConfig()
                        .tcp("db", 5432, Optional.of("pg"))
                        .upstream("pg", 1)
                        .route("r", route().to("pg"))
                        .errors());
    }

    @Test
    void tellsFaultsOfASectionWithoutAPlaceByItsName() {
        ForwardingConfig odd = new ForwardingConfig(
                List.of(),
                true,
                false,
                "X-Forwarded-For",
                ForwardingConfig.UnderscoreHeaders.DROP,
                ForwardingConfig.ClientCert.OFF);
        assertEquals(
                List.of("conf.yaml:2:1: forwarding.requestId: X-Forwarded-For has a meaning of its own; expected a name"
                        + " like X-Request-Id"),
                web().add(Section.FORWARDING, "", odd).errors());
        ProblemLog problems = new ProblemLog(new Merge(web().elements())::find);
        problems.error("forwarding.requestId", "odd");
        assertEquals(
                "forwarding: forwarding.requestId: odd",
                problems.problems().getFirst().toString());
    }

    @Test
    void stillTellsWhatDanglesWhenSomethingElseTakesItAway() {
        TestConfig whole = web().upstream("users", 1).route("r", route().to("users"));
        Snapshot before = whole.compiled();
        assertEquals(
                List.of("conf.yaml:2:1: routes.r.upstream: there is no upstream users"),
                web().route("r", route().to("users")).errorsAfter(Optional.of(before)));
        assertEquals(
                List.of("conf.yaml:3:1: routes.r: there is no http listener for it; name its listeners, or write one"
                        + " of protocol http"),
                new TestConfig()
                        .tcp("web", 8080, Optional.of("users"))
                        .upstream("users", 1)
                        .route("r", route().to("users"))
                        .errorsAfter(Optional.of(before)));
    }

    @Test
    void tellsThousandsOfRoutesThatDangleWithoutComparingEachToAllNames() {
        TestConfig config = web();
        for (int i = 0; i < 2_000; i++) {
            config.upstream("upstream-of-tenant-" + i, 1);
            config.route("r" + i, path("/r" + i).to("upstream-of-tenants-" + i));
        }
        List<String> errors = assertTimeoutPreemptively(Duration.ofSeconds(20), config::errors);
        assertEquals(2_000, errors.size());
        assertEquals(
                "conf.yaml:3:1: routes.r0.upstream: there is no upstream upstream-of-tenants-0; did you mean"
                        + " upstream-of-tenant-0?",
                errors.getFirst());
    }
}
