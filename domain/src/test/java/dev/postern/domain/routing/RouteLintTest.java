package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TcpConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteLintTest {
    private static final ListenerConfig PLAIN = listener(Optional.empty(), 80);
    private static final ListenerConfig SECURE = listener(
            Optional.of(new ListenerTlsConfig(
                    List.of(),
                    false,
                    ListenerTlsConfig.TlsVersion.TLS_1_2,
                    List.of(),
                    Duration.ofSeconds(10),
                    ListenerTlsConfig.ClientAuth.NONE,
                    Optional.empty(),
                    Optional.empty())),
            443);

    private static ListenerConfig listener(Optional<ListenerTlsConfig> tls, int port) {
        Duration time = Duration.ofSeconds(1);
        Size size = new Size(1000);
        return new ListenerConfig(
                new Address("", port),
                ListenerConfig.Protocol.HTTP,
                ListenerConfig.ProxyProtocol.OFF,
                tls,
                Optional.empty(),
                new HttpConfig(size, 100, size, time, time, time, 0),
                new TcpConfig(time, time),
                1000,
                Optional.empty());
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // why: the array is only read.
    private static List<String> lint(ListenerConfig listener, RouteSpec<String>... specs) {
        return RouteLint.check(table(specs), listener).stream()
                .map(RouteFault::toString)
                .toList();
    }

    @Test
    void seesRoutesBehindAnotherOfHigherPriority() {
        assertEquals(
                List.of(
                        "routes.hidden: never gets a request: route 'high' takes every request first, by priority 1 over 0"),
                lint(
                        PLAIN,
                        Match.path("/a/{x}").priority(1).as("high"),
                        Match.path("/a/{y}").header("h", Match.present()).as("hidden")));
    }

    @ParameterizedTest
    @CsvSource({
        "/a, true",
        "/a/b, true",
        "/a/{x}, true",
        "/a/{x}.json/b, true",
        "/a/{*rest}, true",
        "/{x}, false",
        "/{*r}, false",
        "/b, false",
    })
    void seesPathsBelowAPrefixOfHigherPriority(String path, boolean isHidden) {
        List<String> found = lint(
                PLAIN,
                Match.prefix("/a").priority(1).as("high"),
                Match.path(path).as("low"));

        assertEquals(isHidden ? 1 : 0, found.size(), found::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "/v{x}.json, /v1.json, true",
        "/v{x}.json, /v1.xml, false",
        "/v{x}.json, /v.json, false",
        "/v{x}.json, /v1{y}.json, true",
        "/v{x}.json, /v{y}.tar.json, true",
        "/v{x}.json, /{y}.json, false",
        "/{x}, /{y}.json, true",
        "/{x}, /, false",
        "/{*x}, /, true",
        "/{x}/b, /a/b, true",
        "/{x}/b, /a/b/c, false",
        "/a/{*x}, /a, false",
        "/a/{x}, /a/{*y}, false",
    })
    void knowsWhichPatternsCoverWhich(String wide, String narrow, boolean isHidden) {
        List<String> found = lint(
                PLAIN,
                Match.path(wide).priority(1).as("high"),
                Match.path(narrow).as("low"));

        assertEquals(isHidden ? 1 : 0, found.size(), found::toString);
    }

    @Test
    void seesNothingWhereTheRouteAboveAsksForMore() {
        assertEquals(
                List.of(),
                lint(
                        PLAIN,
                        Match.any().priority(9).header("a", Match.exactly("1")).as("header"),
                        Match.any().priority(8).methods("POST").as("method"),
                        Match.any().priority(7).sources("10.0.0.0/8").as("source"),
                        Match.any().priority(6).onHost("a.com").as("host"),
                        Match.any().priority(5).andRegex("^/x\\d").as("regex"),
                        Match.path("/a/{x}")
                                .header("a", Match.exactly("2"))
                                .methods("GET", "POST")
                                .onHost("*.com")
                                .as("low")));
    }

    @Test
    void seesThroughConditionsThatImplyOthers() {
        assertEquals(
                1,
                lint(
                                PLAIN,
                                Match.any()
                                        .priority(1)
                                        .header("a", Match.present())
                                        .methods("GET", "POST")
                                        .as("high"),
                                Match.any()
                                        .header("A", Match.exactly("1"))
                                        .methods("POST")
                                        .as("low"))
                        .size());
        assertEquals(
                0,
                lint(
                                PLAIN,
                                Match.any()
                                        .priority(1)
                                        .header("a", Match.present())
                                        .as("high"),
                                Match.any().header("A", Match.absent()).as("low"))
                        .size());
    }

    @Test
    void seesRoutesThatTheirNamesPutBehindAnother() {
        assertEquals(
                List.of("routes.b: never gets a request: route 'a' takes every request first, by its name"),
                lint(
                        PLAIN,
                        Match.path("/x").methods("GET", "POST").as("a"),
                        Match.path("/x").methods("POST").as("b")));
        assertEquals(
                List.of(),
                lint(
                        PLAIN,
                        Match.path("/x").methods("GET").as("a"),
                        Match.path("/x").methods("HEAD").as("b")));
    }

    @Test
    void saysOnWhichHostARouteIsHidden() {
        assertEquals(
                List.of("routes.b.match.host: is in part without requests: on host a.com route 'a' takes every request"
                        + " first, by its name"),
                lint(
                        PLAIN,
                        Match.host("a.com").as("a"),
                        Match.host("a.com", "b.com").as("b")));
        assertEquals(
                1,
                lint(
                                PLAIN,
                                Match.host("*.com").priority(1).as("a"),
                                Match.host("*.x.com", "b.com").as("b"))
                        .size());
    }

    @Test
    void seesRoutesWrittenTooLate() {
        List<RouteFault> found = RouteLint.check(
                table(
                        Order.DECLARED,
                        List.of(Match.prefix("/").as("all", 0), Match.path("/x").as("late", 1))),
                PLAIN);

        assertEquals(
                "routes.late: never gets a request: route 'all' takes every request first, by the order of writing",
                found.getFirst().toString());
    }

    @Test
    void looksOnlyAtTheRoutesItIsAskedAbout() {
        RouteTable<String> table = table(
                Match.any().priority(1).as("a"),
                Match.path("/b").as("b"),
                Match.path("/c").as("c"));

        assertEquals(
                List.of("c"),
                RouteLint.check(table, PLAIN, List.of("c", "gone")).stream()
                        .map(RouteFault::route)
                        .toList());
    }

    @Test
    void seesRedirectsThatLeadToThemselves() {
        List<String> found = lint(
                PLAIN,
                Match.path("/a").redirectTo("/a?again").as("self"),
                Match.path("/b").redirectTo("/c").as("there"),
                Match.path("/c")
                        .redirectTo("//example.com/b")
                        .onHost("example.com")
                        .as("back-elsewhere"),
                Match.path("/c").redirectTo("/b").as("back"),
                Match.prefix("/d").redirectTo("/d{path}").as("growing"),
                Match.path("/e").redirectTo("/f").as("fine"),
                Match.path("/g/{id}").redirectTo("/h/{id}").as("unknown"));

        assertEquals(
                List.of("back", "back-elsewhere", "growing", "self", "there"),
                found.stream()
                        .map(text -> text.substring(7, text.indexOf(".redirect")))
                        .toList());
        assertTrue(found.getFirst().contains("found '/b', which leads back to a redirect"), found.getFirst());
    }

    @Test
    void knowsWhichListenerARedirectLeadsTo() {
        RouteSpec<String> upgrade =
                Match.any().redirectTo("https://{host}{uri}").as("upgrade");
        RouteSpec<String> moved =
                Match.any().redirectTo("https://new.example.org{uri}").as("moved");

        assertEquals(0, lint(PLAIN, upgrade).size());
        assertEquals(1, lint(SECURE, upgrade).size());
        assertEquals(0, lint(SECURE, moved).size());
        assertEquals(
                1,
                lint(
                                SECURE,
                                moved,
                                Match.host("new.example.org")
                                        .redirectTo("https://old.example.org/")
                                        .as("new"),
                                Match.host("old.example.org")
                                        .redirectTo("https://new.example.org/")
                                        .as("old"))
                        .stream()
                        .filter(text -> text.startsWith("routes.old"))
                        .count());
        assertEquals(
                0,
                lint(SECURE, Match.any().redirectTo("https://{host}:8443{uri}").as("port"))
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^/users | prefix: /users says",
                "^/users/.* | prefix: /users says",
                "^/api/v1(/.*)?$ | prefix: /api/v1 says",
                "^/a\\.b/ | prefix: /a.b says",
                "^/users$ | path: /users says",
                "^/users/\\d+$ | none",
                "^/[ab]/ | none",
                "/users | none",
                "^/a.b$ | none",
            })
    void seesRegexesThatNeedNotBe(String regex, String better) {
        List<String> found = lint(PLAIN, Match.regex(regex).as("r"));

        assertEquals(better.equals("none") ? 0 : 1, found.size(), found::toString);
        assertTrue(better.equals("none") || found.getFirst().contains(better), found::toString);
    }
}
