package dev.postern.domain.routing;

import static dev.postern.domain.routing.Match.absent;
import static dev.postern.domain.routing.Match.exactly;
import static dev.postern.domain.routing.Match.like;
import static dev.postern.domain.routing.Match.present;
import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.ValueMatchConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private static void assertMatch(boolean expected, Match match, Request request) {
        assertEquals(expected ? "r" : "404", find(table(match.as("r")), request), request::toString);
    }

    @Test
    void comparesEveryHeaderOfAName() {
        Match canary = Match.any().header("X-Env", exactly("canary"));

        assertMatch(true, canary, Request.get("/").header("x-env", "canary"));
        assertMatch(true, canary, Request.get("/").header("X-ENV", "prod").header("x-Env", "canary"));
        assertMatch(false, canary, Request.get("/").header("X-Env", "Canary"));
        assertMatch(false, canary, Request.get("/").header("X-Env", "canary, beta"));
        assertMatch(false, canary, Request.get("/").header("X-Environment", "canary"));
        assertMatch(false, canary, Request.get("/"));
    }

    @Test
    void findsARegexAnywhereInAValueUnlessItIsAnchored() {
        assertMatch(
                true, Match.any().header("X-V", like("2\\.")), Request.get("/").header("X-V", "v2.1"));
        assertMatch(
                false,
                Match.any().header("X-V", like("^2\\.")),
                Request.get("/").header("X-V", "v2.1"));
        assertMatch(
                true,
                Match.any().header("X-V", like("^2\\.")),
                Request.get("/").header("x-v", "1").header("x-v", "2.0"));
        assertMatch(
                true,
                Match.any().header("X-V", like("^\u00e9$")),
                Request.get("/").header("x-v", "\u00e9"));
    }

    @Test
    void tellsWhatIsThereFromWhatIsNot() {
        assertMatch(
                true, Match.any().header("X-Debug", present()), Request.get("/").header("x-debug", ""));
        assertMatch(false, Match.any().header("X-Debug", present()), Request.get("/"));
        assertMatch(
                false, Match.any().header("X-Debug", absent()), Request.get("/").header("x-debug", ""));
        assertMatch(true, Match.any().header("X-Debug", absent()), Request.get("/"));
        assertMatch(false, Match.any().query("q", absent()), Request.get("/?a=1&q"));
        assertMatch(false, Match.any().cookie("q", absent()), Request.get("/").header("cookie", "a=1;q=2"));
    }

    @ParameterizedTest
    @CsvSource({
        "/?v=2, true",
        "/?a=1&v=2, true",
        "/?v=1&v=2&v=3, true",
        "/?v=%32, true",
        "/?%76=2, true",
        "/?v=2&, true",
        "/?&&v=2, true",
        "/?v=22, false",
        "/?v=, false",
        "/?v, false",
        "/?xv=2, false",
        "/?v2, false",
        "/?v=2;a=1, false",
        "/?V=2, false",
        "/, false",
    })
    void comparesQueryParameters(String target, boolean expected) {
        assertMatch(expected, Match.any().query("v", exactly("2")), Request.get(target));
    }

    @ParameterizedTest
    @CsvSource({
        "/?q=a+b, true",
        "/?q=a%20b, true",
        "/?q=%61%20%62, true",
        "/?q=a%2Bb, false",
        "/?q=a%2bb, false",
        "/?q=a%2, false",
        "/?q=a+b%, false",
        "/?q=a+b+, false",
        "/?q=a+, false",
    })
    void decodesQueryValuesBeforeComparing(String target, boolean expected) {
        assertMatch(expected, Match.any().query("q", exactly("a b")), Request.get(target));
    }

    @Test
    void decodesQueriesAsUtf8AndLeavesBrokenEscapesAsTheyAre() {
        assertMatch(true, Match.any().query("\u00e9", exactly("\u20ac")), Request.get("/?%C3%A9=%e2%82%ac"));
        assertMatch(true, Match.any().query("q", like("^\u20ac 1$")), Request.get("/?q=%e2%82%ac+1"));
        assertMatch(true, Match.any().query("q", exactly("100%")), Request.get("/?q=100%"));
        assertMatch(true, Match.any().query("q", exactly("%zz")), Request.get("/?q=%zz"));
        assertMatch(true, Match.any().query("q", exactly("")), Request.get("/?q"));
        assertMatch(true, Match.any().query("q", exactly("")), Request.get("/?q="));
        assertMatch(true, Match.any().query("q", exactly("a=b")), Request.get("/?q=a=b"));
        assertMatch(false, Match.any().query("q", present()), Request.get("/?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "beta=1 | true",
                "a=b; beta=1 | true",
                "a=b;beta=1;c=d | true",
                "a=b;  beta = 1 ; c=d | true",
                "beta=0; beta=1 | true",
                "beta=1; | true",
                ";;beta=1 | true",
                "beta=11 | false",
                "xbeta=1 | false",
                "Beta=1 | false",
                "beta | false",
                "beta= | false",
                "a=beta=1 | false",
                "'' | false",
            })
    void readsCookies(String header, boolean expected) {
        assertMatch(
                expected,
                Match.any().cookie("beta", exactly("1")),
                Request.get("/").header("Cookie", header));
    }

    @Test
    void readsTheCookiesOfEveryCookieHeader() {
        Match beta = Match.any().cookie("beta", exactly("1"));

        assertMatch(
                true,
                beta,
                Request.get("/").header("Cookie", "a=1").header("cookie", "").header("COOKIE", "beta=1"));
        assertMatch(false, beta, Request.get("/").header("Cookie", "beta").header("Cookie", "=1"));
        assertMatch(
                true, Match.any().cookie("t", exactly("a=b=")), Request.get("/").header("Cookie", "t=a=b="));
    }

    @Test
    void asksWhereTheClientIs() {
        Match inside = Match.any().sources("10.0.0.0/8", "fd00::/8");

        assertMatch(true, inside, Request.get("/").from("10.200.1.1"));
        assertMatch(true, inside, Request.get("/").from("fd12::1"));
        assertMatch(false, inside, Request.get("/").from("11.0.0.1"));
        assertMatch(false, inside, Request.get("/"));
        assertMatch(true, inside, Request.get("/").from(mapped(10)));
        assertMatch(false, inside, Request.get("/").from(mapped(11)));
    }

    private static byte[] mapped(int first) {
        return new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) first, 1, 2, 3};
    }

    @Test
    void wantsEveryConditionToHold() {
        Match all = Match.any()
                .header("a", exactly("1"))
                .query("b", exactly("2"))
                .cookie("c", exactly("3"))
                .sources("10.0.0.0/8");

        assertMatch(
                true,
                all,
                Request.get("/?b=2").header("a", "1").header("cookie", "c=3").from("10.0.0.1"));
        assertMatch(
                false,
                all,
                Request.get("/?b=0").header("a", "1").header("cookie", "c=3").from("10.0.0.1"));
        assertMatch(
                false,
                all,
                Request.get("/?b=2").header("a", "0").header("cookie", "c=3").from("10.0.0.1"));
        assertMatch(
                false,
                all,
                Request.get("/?b=2").header("a", "1").header("cookie", "c=0").from("10.0.0.1"));
        assertMatch(
                false,
                all,
                Request.get("/?b=2").header("a", "1").header("cookie", "c=3").from("1.0.0.1"));
    }

    @Test
    void fallsBackToRoutesWithFewerConditions() {
        ValueMatchConfig one = exactly("1");
        RouteTable<String> table = table(
                Match.path("/x").as("plain"),
                Match.path("/x").header("a", one).as("a"),
                Match.path("/x").header("a", one).header("b", one).as("ab"),
                Match.path("/x").header("b", one).as("b"),
                Match.prefix("/")
                        .header("c", one)
                        .header("d", one)
                        .header("e", one)
                        .as("far"));

        assertEquals("ab", find(table, Request.get("/x").header("a", "1").header("b", "1")));
        assertEquals("a", find(table, Request.get("/x").header("a", "1")));
        assertEquals("b", find(table, Request.get("/x").header("b", "1")));
        assertEquals(
                "plain",
                find(table, Request.get("/x").header("c", "1").header("d", "1").header("e", "1")));
    }
}
