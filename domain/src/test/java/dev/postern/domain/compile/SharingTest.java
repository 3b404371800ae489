package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static dev.postern.domain.compile.TestRoute.path;
import static dev.postern.domain.compile.TestRoute.prefix;
import static dev.postern.domain.compile.TestRoute.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.config.Section;
import dev.postern.domain.routing.RouteTable;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What did not change is the same object in the next snapshot, and a change costs what it touches. */
class SharingTest {
    private static final int MANY = 50_000;

    private static TestConfig whole() {
        return web().http("more", 8081)
                .tcp("db", 5432, Optional.empty())
                .upstream("users", 1)
                .upstream("pg", 2)
                .route("a", path("/a").to("users"))
                .route("b", path("/b").to("users").listeners("web"))
                .route("c", route().to("pg").listeners("db"));
    }

    private static RouteTable<RoutePlan> routes(Snapshot snapshot, String listener) {
        return Objects.requireNonNull(snapshot.httpListeners().get(listener)).routes();
    }

    private static RoutePlan plan(Snapshot snapshot, String listener, String route) {
        return routes(snapshot, listener).plan(route).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void makesNothingNewOfEqualRecords(Order order) {
        Snapshot before = whole().order(order).compiled();
        Snapshot after = whole().order(order).after(before);
        assertEquals(before.version() + 1, after.version());
        before.httpListeners()
                .forEach((name, same) -> assertSame(same, after.httpListeners().get(name)));
        before.tcpListeners()
                .forEach((name, same) -> assertSame(same, after.tcpListeners().get(name)));
        before.upstreams()
                .forEach((name, same) -> assertSame(same, after.upstreams().get(name)));
    }

    @Test
    void makesANewTableOnlyForTheListenersOfAChangedRoute() {
        Snapshot before = whole().compiled();
        Snapshot after =
                whole().route("d", path("/d").respond("d").listeners("more")).after(before);
        assertSame(before.httpListeners().get("web"), after.httpListeners().get("web"));
        assertSame(before.tcpListeners().get("db"), after.tcpListeners().get("db"));
        assertEquals(2, routes(after, "more").size());
        assertSame(plan(before, "more", "a"), plan(after, "more", "a"));
        assertSame(plan(after, "web", "a"), plan(after, "more", "a"));
    }

    @Test
    void keepsTableAndPlansOfAListenerWhoseOwnKeysChange() {
        Snapshot before = web().route("a", path("/a").respond("a")).compiled();
        Snapshot after = new TestConfig()
                .http("web", 9090)
                .route("a", path("/a").respond("a"))
                .after(before);
        assertNotSame(before.httpListeners().get("web"), after.httpListeners().get("web"));
        assertSame(routes(before, "web"), routes(after, "web"));
    }

    @Test
    void whatRoutesHaveAlikeIsThereOnce() {
        Snapshot snapshot = web().upstream("users", 1)
                .upstream("pg", 2)
                .route("a", prefix("/a").to("users").rewrite("/").setHeader("X-From", "{client.ip}"))
                .route("b", prefix("/b").to("users").rewrite("/").setHeader("X-From", "{client.ip}"))
                .route("c", prefix("/c").to("pg").rewrite("/c").setHeader("X-From", "{route}"))
                .route("d", prefix("/d").to("pg").rewrite("/c").setHeader("X-From", "{route}"))
                .compiled();
        RoutePlan a = plan(snapshot, "web", "a");
        RoutePlan b = plan(snapshot, "web", "b");
        RoutePlan c = plan(snapshot, "web", "c");
        RoutePlan d = plan(snapshot, "web", "d");
        assertSame(a.action(), b.action());
        assertSame(a.rewrite(), b.rewrite());
        assertSame(a.requestEdits(), b.requestEdits());
        assertNotEquals(a.action(), c.action());
        assertNotEquals(a.rewrite(), c.rewrite());
        assertNotEquals(a.requestEdits(), c.requestEdits());
        assertSame(c.rewrite(), d.rewrite());
        assertNotEquals(c.requestEdits(), d.requestEdits(), "each has its own name");
    }

    @Test
    void takesARouteOutOfAListenerThatItNoLongerNames() {
        Snapshot before = whole().compiled();
        Snapshot after = web().http("more", 8081)
                .upstream("users", 1)
                .route("a", path("/a").to("users").listeners("more"))
                .after(before);
        assertEquals(0, routes(after, "web").size());
        assertEquals(1, routes(after, "more").size());
        assertEquals(Map.of(), after.tcpListeners());
    }

    @Test
    void keepsPlansWhenTheOrderOfRoutingChangesOrAListenerIsNew() {
        Snapshot before = whole().compiled();
        Snapshot after = whole().order(Order.DECLARED).http("new", 8082).after(before);
        assertSame(plan(before, "web", "b"), plan(after, "web", "b"));
        assertSame(plan(before, "web", "a"), plan(after, "new", "a"));
        assertEquals(1, routes(after, "new").size());
    }

    @Test
    void countsAShiftAsAChangeOnlyWhereTheOrderOfWritingDecides() {
        TestConfig plain =
                web().route("a", path("/a").respond("a")).route("b", path("/b").respond("b"));
        TestConfig shifted =
                web().route("b", path("/b").respond("b")).route("a", path("/a").respond("a"));
        Snapshot before = plain.compiled();
        assertSame(
                before.httpListeners().get("web"),
                shifted.after(before).httpListeners().get("web"));

        Snapshot declared = plain.order(Order.DECLARED).compiled();
        Snapshot after = shifted.order(Order.DECLARED).after(declared);
        assertNotSame(declared.httpListeners().get("web"), after.httpListeners().get("web"));
        assertSame(plan(declared, "web", "a"), plan(after, "web", "a"));
    }

    @Test
    void findsInASecondCompilationTheWinnerThatAFirstOneWouldFind() {
        TestConfig declared = web().order(Order.DECLARED)
                .route("wide", TestRoute.prefix("/").respond("wide"))
                .route("narrow", path("/x").respond("narrow"));
        TestConfig turned = web().order(Order.DECLARED)
                .route("narrow", path("/x").respond("narrow"))
                .route("wide", TestRoute.prefix("/").respond("wide"));
        assertEquals(
                1, declared.warnings(Thoroughness.EVERYTHING, Optional.empty()).size());
        assertEquals(List.of(), turned.warnings(Thoroughness.EVERYTHING, Optional.of(declared.compiled())));
    }

    /** Ratios, as a busy machine is slow in both; the best of several, as it is busy by fits and starts. */
    @Test
    void compilesOneChangeAmongManyRoutesInAFractionOfTheTimeOfAll() {
        TestConfig config = web().upstream("users", 1);
        for (int i = 0; i < MANY; i++) {
            config.route(
                    "route-" + i,
                    path("/t" + i / 10 + "/r" + i + "/{id}").to("users").rewrite("/{id}"));
        }
        List<Element> elements = config.elements();
        long all = Long.MAX_VALUE;
        Snapshot snapshot = compile(elements, Optional.empty());
        for (int i = 0; i < 2; i++) {
            long begin = System.nanoTime();
            snapshot = compile(elements, Optional.empty());
            all = Math.min(all, System.nanoTime() - begin);
        }
        long one = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            List<Element> changed =
                    withRoute(elements, 1000 + i, path("/changed/" + i).to("users"));
            long begin = System.nanoTime();
            Snapshot next = compile(changed, Optional.of(snapshot));
            one = Math.min(one, System.nanoTime() - begin);
            assertEquals(MANY, routes(next, "web").size());
        }
        assertTrue(one * 5 < all, "one change took " + one + " ns, all took " + all);
    }

    private static List<Element> withRoute(List<Element> elements, int at, TestRoute route) {
        List<Element> changed = new ArrayList<>(elements);
        ElementId id = changed.get(at).id();
        assertEquals(Section.ROUTES, id.section());
        changed.set(at, new Element(id, route.config(), changed.get(at).places()));
        return changed;
    }

    private static Snapshot compile(List<Element> elements, Optional<Snapshot> previous) {
        return switch (TestConfig.compile(elements, previous, Thoroughness.CHANGES)) {
            case Compilation.Compiled compiled -> compiled.snapshot();
            case Compilation.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }
}
