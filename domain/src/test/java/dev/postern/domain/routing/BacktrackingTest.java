package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.findWithParameters;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the most specific way through a path leads nowhere, and another one does not. */
class BacktrackingTest {
    private static RouteTable<String> paths(String... paths) {
        return table(
                Order.SPECIFICITY,
                Arrays.stream(paths).map(path -> Match.path(path).as(path)).toList());
    }

    private static void assertFinds(String expected, RouteTable<String> table, String path) {
        assertEquals(expected, findWithParameters(table, Request.get(path)));
    }

    @Test
    void turnsBackFromALiteralThatLeadsNowhere() {
        RouteTable<String> table = paths(
                "/{kind}/{id}", "/secret/{id}/path", "/secret/978", "/other/{kind}/{id}/", "/other/an/{id}/static");

        assertFinds("/secret/978", table, "/secret/978");
        assertFinds("/{kind}/{id} kind=secret id=979", table, "/secret/979");
        assertFinds("/secret/{id}/path id=978", table, "/secret/978/path");
        assertFinds("/other/{kind}/{id}/ kind=an id=1", table, "/other/an/1/");
        assertFinds("/other/an/{id}/static id=1", table, "/other/an/1/static");
        assertFinds("404", table, "/secret/978/");
        assertFinds("404", table, "/other/an/1");
    }

    @Test
    void turnsBackOverSeveralSegments() {
        RouteTable<String> table = paths("/a/{b}/{c}", "/a/b/{c}/d/", "/{x}/b/c/{*rest}", "/{*all}");

        assertFinds("/a/b/{c}/d/ c=c", table, "/a/b/c/d/");
        assertFinds("/a/{b}/{c} b=b c=c", table, "/a/b/c");
        assertFinds("/{x}/b/c/{*rest} x=a rest=d", table, "/a/b/c/d");
        assertFinds("/{*all} all=a/b/d/e", table, "/a/b/d/e");
        assertFinds("/{*all} all=", table, "/");
    }

    @ParameterizedTest
    @CsvSource({
        "/xy, /{x}y x=x",
        "/y, /{x} x=y",
        "/ay, /a{x} x=y",
        "/aby, /ab{x} x=y",
        "/abxy, /ab{x} x=xy",
        "/a, /{x} x=a",
        "/aay, /a{x}y x=a",
        "/x/z, /{x}/z x=x",
        "/xy/z, /{x}y/z x=x",
        "/ab/z, /{x}/z x=ab",
    })
    void asksTextBeforeAParameterThenTextAfterItThenNone(String path, String expected) {
        assertFinds(
                expected, paths("/{x}", "/{x}y", "/a{x}", "/a{x}y", "/ab{x}", "/{x}/z", "/{x}y/z", "/aby{x}/q"), path);
    }

    @Test
    void letsAParameterStandForAtLeastOneByteOfOneSegment() {
        RouteTable<String> table = paths("/y/{id}", "/x/{a}/z", "/m/{id}/", "/v{x}1");

        assertFinds("404", table, "/y/");
        assertFinds("404", table, "/x//z");
        assertFinds("404", table, "/m//");
        assertFinds("404", table, "/v1");
        assertFinds("/v{x}1 x=1", table, "/v11");
        assertFinds("404", table, "/y/a/b");
        assertFinds("/y/{id} id=a%2Fb", table, "/y/a%2Fb");
    }

    @Test
    void tellsASlashAtTheEndFromNone() {
        RouteTable<String> table = paths("/a", "/b/", "/c/{x}", "/d/{x}/", "/e", "/e/");

        assertFinds("404", table, "/a/");
        assertFinds("404", table, "/b");
        assertFinds("404", table, "/c/1/");
        assertFinds("404", table, "/d/1");
        assertFinds("/e", table, "/e");
        assertFinds("/e/", table, "/e/");
    }

    @Test
    void takesBracesThatAreWrittenTwiceAsText() {
        RouteTable<String> table = paths("/{{yy", "/{yy}", "/xx}}", "/a{{{b}}}", "/{{{{");

        assertFinds("/{{yy", table, "/{yy");
        assertFinds("/{yy} yy=yy", table, "/yy");
        assertFinds("/xx}}", table, "/xx}");
        assertFinds("/a{{{b}}} b=1", table, "/a{1}");
        assertFinds("/{{{{", table, "/{{");
    }

    @Test
    void triesTheNextKindOfPathWhenConditionsFail() {
        Match wanted = Match.any().header("h", Match.present());
        RouteTable<String> table = table(
                wanted.andPath("/a/b").as("exact"),
                wanted.andPath("/a/{x}").header("i", Match.present()).as("parameter"),
                wanted.andPath("/a/{*rest}").methods("PUT").as("rest"),
                wanted.andPrefix("/a/b").methods("POST").as("longer"),
                Match.prefix("/a").methods("POST").as("shorter"),
                Match.regex("^/a").methods("DELETE").as("regex"),
                Match.any().methods("PATCH").as("none"));

        assertFinds("405 DELETE, PATCH, POST", table, "/a/b");
        assertEquals("exact", findWithParameters(table, Request.get("/a/b").header("h", "")));
        assertEquals(
                "parameter x=c",
                findWithParameters(table, Request.get("/a/c").header("h", "").header("i", "")));
        assertEquals(
                "rest rest=c/d",
                findWithParameters(table, Request.of("PUT", "", "/a/c/d").header("h", "")));
        assertEquals(
                "longer",
                findWithParameters(table, Request.of("POST", "", "/a/b/c").header("h", "")));
        assertEquals("shorter", findWithParameters(table, Request.of("POST", "", "/a/b/c")));
        assertEquals("regex", findWithParameters(table, Request.of("DELETE", "", "/a/b/c")));
        assertEquals("none", findWithParameters(table, Request.of("PATCH", "", "/a/b/c")));
    }

    @Test
    void saysHowMuchOfThePathAPrefixClaimed() {
        RouteTable<String> table = table(
                Match.prefix("/a/b/").as("ab"),
                Match.prefix("/").as("all"),
                Match.path("/x").as("x"));

        assertEquals(4, claimed(table, "/a/b"));
        assertEquals(4, claimed(table, "/a/b/"));
        assertEquals(4, claimed(table, "/a/b/c"));
        assertEquals(0, claimed(table, "/a/bc"));
        assertEquals(0, claimed(table, "/"));
        assertEquals(0, claimed(table, "/x"));
    }

    private static int claimed(RouteTable<String> table, String path) {
        RouteMatch<String> match = new RouteMatch<>();
        table.find(Request.get(path), match);
        return match.matchedPrefixLength();
    }

    @Test
    void leavesAnAsteriskToRoutesWithoutAPath() {
        RouteTable<String> table =
                table(Match.prefix("/").as("all"), Match.path("/{*rest}").as("rest"));

        assertEquals("404", findWithParameters(table, Request.of("OPTIONS", "a.com", "*")));
        assertEquals("any", findWithParameters(table(Match.any().as("any")), Request.of("OPTIONS", "a.com", "*")));
    }
}
