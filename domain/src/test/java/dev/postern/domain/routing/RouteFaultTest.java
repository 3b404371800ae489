package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.built;
import static dev.postern.domain.routing.Tables.faults;
import static dev.postern.domain.routing.Tables.faultsOf;
import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.config.ValueMatchConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFaultTest {
    @Test
    void reportsAllThatIsWrongWithAllRoutes() {
        List<String> faults = faultsOf(
                Match.path("users").onHost("*").methods("get").as("a", 0),
                Match.path("/x").andPrefix("/y").andRegex("(").as("b", 1),
                Match.sni("db.example.com").as("c", 2));

        assertEquals(
                List.of(
                        "routes.a.match.path: found 'users', expected a path that begins with /",
                        "routes.a.match.host: found '*', expected no host at all where every host is meant",
                        "routes.a.match.methods: found 'get', expected GET: methods are told apart by case",
                        "routes.b.match: found path and prefix and regex, expected at most one of path, prefix and regex",
                        "routes.b.match.regex: found '(', expected an RE2 pattern: missing closing )",
                        "routes.c.match.sni: found in an http route, expected it only in routes of tcp listeners, or of listeners with tls"),
                faults);
    }

    @Test
    void wantsExactlyOneTestOfAValue() {
        ValueMatchConfig none = new ValueMatchConfig(Optional.empty(), Optional.empty(), Optional.empty());
        ValueMatchConfig two = new ValueMatchConfig(Optional.of("1"), Optional.of("1"), Optional.empty());

        assertEquals(
                List.of(
                        "routes.r.match.headers.X-A: found none, expected one of exact, regex and present",
                        "routes.r.match.cookies.c: found exact and regex, expected one of exact, regex and present",
                        "routes.r.match.query.q.regex: found '[', expected an RE2 pattern: missing closing ]"),
                faultsOf(Match.any()
                        .header("X-A", none)
                        .cookie("c", two)
                        .query("q", Match.like("["))
                        .as("r")));
    }

    @Test
    void refusesNamesThatNoRequestCanHave() {
        assertEquals(
                List.of(
                        "routes.r.match.headers: found 'X Env', expected a header name",
                        "routes.r.match.cookies: found '', expected a cookie name"),
                faultsOf(Match.any()
                        .header("X Env", Match.present())
                        .cookie("", Match.present())
                        .as("r")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"((a{100}){100}){100}", "(?:a{0,1000}){0,1000}", "(a{1000}){6}", "a{90}{90}", "([^]{]{99}){99}"})
    @Timeout(5)
    void refusesRegexesThatGrowBeyondMeasure(String regex) {
        List<String> faults = faultsOf(Match.regex(regex).as("r"));

        assertTrue(faults.getFirst().contains("steps, expected at most"), faults.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
                "^/v\\d{1,3}/[a-z]{1000}$",
                "\\x{9999}\\p{Greek}",
                "[{9999}]",
                "a{,9999}",
                "\\{9999\\}"
            })
    void takesRegexesThatPeopleWrite(String regex) {
        assertEquals(List.of(), faultsOf(Match.regex(regex).as("r")));
    }

    @Test
    void refusesRoutesThatNoRequestCouldTellApart() {
        List<String> faults = faultsOf(
                Match.path("/a/{id}.json")
                        .onHost("b.com", "a.com")
                        .methods("GET")
                        .header("X-A", Match.exactly("1"))
                        .as("first", 0),
                Match.path("/a/{name}.json")
                        .onHost("A.com", "b.com.")
                        .methods("GET", "HEAD")
                        .header("x-a", Match.exactly("1"))
                        .as("second", 1));

        assertEquals(1, faults.size());
        assertTrue(
                faults.getFirst().startsWith("routes.second: no request could tell it from route 'first'"),
                faults.getFirst());
    }

    @Test
    void seesThroughTheSlashAtTheEndOfAPrefix() {
        assertEquals(
                1,
                faultsOf(Match.prefix("/a").as("x"), Match.prefix("/a/").as("y"))
                        .size());
        assertEquals(
                0, faultsOf(Match.path("/a").as("x"), Match.path("/a/").as("y")).size());
        assertEquals(
                0,
                faultsOf(Match.path("/a").as("x"), Match.prefix("/a").as("y")).size());
        assertEquals(
                0,
                faultsOf(Match.path("/{{a}}").as("x"), Match.path("/{a}").as("y"))
                        .size());
        assertEquals(
                1,
                faultsOf(Match.regex("^/a").as("x"), Match.regex("^/a").as("y")).size());
        assertEquals(1, faultsOf(Match.any().as("x"), Match.any().as("y")).size());
    }

    @Test
    void takesRoutesThatSomethingTellsApart() {
        assertEquals(
                List.of(),
                faultsOf(
                        Match.path("/a").as("plain"),
                        Match.path("/a").priority(1).as("priority"),
                        Match.path("/a").onHost("a.com").as("host"),
                        Match.path("/a").onHost("*.a.com").as("wildcard"),
                        Match.path("/a").methods("GET").as("method"),
                        Match.path("/a").header("x", Match.present()).as("header"),
                        Match.path("/a").query("x", Match.present()).as("query"),
                        Match.path("/a").cookie("x", Match.present()).as("cookie"),
                        Match.path("/a").header("x", Match.absent()).as("no-header"),
                        Match.path("/a")
                                .header("x", Match.exactly("a match of 1"))
                                .as("exact"),
                        Match.path("/a").header("x", Match.like("1")).as("regex"),
                        Match.path("/a").sources("10.0.0.0/8").as("source")));
    }

    @Test
    void blamesTheRouteThatIsPutInBesideItsTwin() {
        RouteTable<String> table =
                table(Match.path("/a").as("old"), Match.path("/b").as("other"));

        assertEquals(
                "new",
                faults(table.updated(List.of(), List.of(Match.path("/a").as("new"))))
                        .getFirst()
                        .route());
        RouteTable<String> swapped = built(table.updated(
                List.of(), List.of(Match.path("/b").as("old"), Match.path("/a").as("other"))));
        assertEquals("other", find(swapped, Request.get("/a")));
        RouteTable<String> renamed =
                built(table.updated(List.of("old"), List.of(Match.path("/a").as("new"))));
        assertEquals("new", find(renamed, Request.get("/a")));
        assertEquals("old", find(table, Request.get("/a")));
    }

    @Test
    void ignoresTheRemovalOfWhatIsNotThere() {
        RouteTable<String> table = table(Match.path("/a").as("a"));

        assertEquals(1, built(table.updated(List.of("b"), List.of())).size());
    }

    @Test
    void refusesTwoRoutesOfOneName() {
        List<RouteSpec<String>> twice =
                List.of(Match.path("/a").as("a"), Match.path("/b").as("a"));

        assertThrows(IllegalArgumentException.class, () -> RouteTable.build(twice, Order.SPECIFICITY));
    }
}
