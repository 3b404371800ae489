package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.built;
import static dev.postern.domain.routing.Tables.table;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.config.RoutingConfig.Order;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a lookup may cost: no objects, and time by the length of the request. */
class RoutingCostTest {
    private static void assertMakesNothing(RouteTable<String> table, Request request, String expected) {
        RouteMatch<String> match = new RouteMatch<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 100; i++) {
            table.find(request, match);
        }
        assertEquals(expected, match.isMatched() ? match.plan() : match.outcome() + " " + match.allow());
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            table.find(request, match);
        }
        long made = threads.getCurrentThreadAllocatedBytes() - before;
        // why not 0: asking for the count may itself make something, once.
        assertTrue(made < 1000, () -> made + " bytes for " + request);
    }

    @Test
    void makesNoObjectForALookup() {
        RouteTable<String> table = table(
                Match.host("*.example.com")
                        .andPath("/users/{id}/x-{name}.json")
                        .methods("GET")
                        .as("affix"),
                Match.path("/users/{id}/{*rest}")
                        .header("X-A", Match.exactly("1"))
                        .query("q", Match.exactly("a b"))
                        .cookie("c", Match.present())
                        .sources("10.0.0.0/8")
                        .as("conditions"),
                Match.path("/{a}/{b}/{c}/{d}").methods("PUT", "GET").as("deep"),
                Match.regex("^/nobody/\\d+$").as("regex"),
                Match.prefix("/users").methods("POST").as("prefix"));

        assertMakesNothing(table, Request.of("GET", "a.example.com", "/users/7/x-y.json"), "affix");
        assertMakesNothing(
                table,
                Request.of("GET", "a.org", "/users/7/any/thing?a=b&q=a%20b")
                        .header("x-a", "1")
                        .header("cookie", "a=b; c=d")
                        .from("10.1.1.1"),
                "conditions");
        assertMakesNothing(table, Request.of("POST", "a.org", "/users/7/x"), "prefix");
        assertMakesNothing(table, Request.of("DELETE", "a.org", "/1/2/3/4"), "METHOD_NOT_ALLOWED GET, HEAD, PUT");
        assertMakesNothing(table, Request.of("GET", "a.org", "/somewhere"), "NOT_FOUND ");
    }

    /** Every way through the tree fails at the last segment, so that each is tried. */
    @Test
    @Timeout(10)
    void readsALongPathOnceHoweverManyWaysThereAre() {
        List<RouteSpec<String>> routes = new ArrayList<>();
        for (int ways = 0; ways < 1 << 10; ways++) {
            StringBuilder path = new StringBuilder();
            for (int bit = 0; bit < 10; bit++) {
                path.append((ways >> bit & 1) == 0 ? "/a" : "/{p" + bit + "}");
            }
            routes.add(Match.path(path + "/end").as("r" + ways));
        }
        RouteTable<String> table = table(Order.SPECIFICITY, routes);
        RouteMatch<String> match = new RouteMatch<>();

        for (int i = 0; i < 200; i++) {
            table.find(Request.get("/a".repeat(10_000)), match);
            assertEquals(RouteMatch.Outcome.NOT_FOUND, match.outcome());
            table.find(Request.get("/a".repeat(10) + "/" + "b".repeat(64 * 1024)), match);
            assertEquals(RouteMatch.Outcome.NOT_FOUND, match.outcome());
        }
    }

    @Test
    @Timeout(10)
    void takesPathsOfAnyLength() {
        RouteTable<String> table = table(
                Match.path("/a/{*rest}").as("rest"),
                Match.path("/b" + "/{x}".repeat(1) + "/x".repeat(126)).as("deep"),
                Match.regex("^/(c+/?)*$").as("regex"),
                Match.prefix("/a").as("prefix"));
        RouteMatch<String> match = new RouteMatch<>();

        table.find(Request.get("/a" + "/x".repeat(10_000)), match);
        assertEquals("rest", match.name());
        assertEquals(19_999, match.parameter(0).length());
        table.find(Request.get("/a" + "x".repeat(64 * 1024)), match);
        assertEquals(RouteMatch.Outcome.NOT_FOUND, match.outcome());
        table.find(Request.get("/b/" + "y".repeat(64 * 1024) + "/x".repeat(126)), match);
        assertEquals("deep", match.name());
        assertEquals(64 * 1024, match.parameter(0).length());
        table.find(Request.get("/" + "c".repeat(64 * 1024) + "!"), match);
        assertEquals(RouteMatch.Outcome.NOT_FOUND, match.outcome());
    }

    @Test
    void sharesWhatDidNotChange() throws BadPatternException {
        RouteTable<String> table = table(
                Match.host("a.com").andPath("/x/{id}").as("a"),
                Match.host("b.com").andPath("/x/y").as("b"),
                Match.host("b.com").andPath("/z").as("c"));
        RouteTable<String> changed = built(table.updated(
                List.of("c"), List.of(Match.host("b.com").andPath("/w").as("d"))));

        assertSame(tree(table, "a.com"), tree(changed, "a.com"));
        assertSame(segmentX(tree(table, "b.com")), segmentX(tree(changed, "b.com")));
        assertNotSame(tree(table, "b.com"), tree(changed, "b.com"));
    }

    private static PathTree<String> tree(RouteTable<String> table, String host) throws BadPatternException {
        return requireNonNull(table.hosts().get(HostPattern.parse(host)));
    }

    private static PathNode<String> segmentX(PathTree<String> tree) {
        return requireNonNull(tree.root().literals().get(Ascii.bytes("x")));
    }
}
