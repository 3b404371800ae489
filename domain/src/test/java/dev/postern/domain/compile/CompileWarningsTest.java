package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static dev.postern.domain.compile.TestRoute.path;
import static dev.postern.domain.compile.TestRoute.prefix;
import static dev.postern.domain.compile.TestRoute.route;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told about configurations that can be, but are hardly meant. */
class CompileWarningsTest {
    private static List<String> of(TestConfig config) {
        return config.warnings(Thoroughness.EVERYTHING, Optional.empty());
    }

    @Test
    void hasNothingToSayAboutASoundOne() {
        assertEquals(
                List.of(),
                of(web().upstream("users", 5001).route("r", prefix("/users").to("users"))));
    }

    @Test
    void tellsAShadowedRouteOnceThoughTwoListenersServeIt() {
        TestConfig config = web().http("more", 8081)
                .route("all", prefix("/").priority(1).respond("all"))
                .route("one", path("/one").respond("one"));
        assertEquals(
                List.of("conf.yaml:4:1: warning: routes.one: never gets a request: route 'all' takes every request"
                        + " first, by priority 1 over 0"),
                of(config));
    }

    @Test
    void tellsARedirectThatLeadsBackToItself() {
        assertEquals(
                List.of("conf.yaml:2:11: warning: routes.r.redirect: found '/x', which leads back to a redirect of this"
                        + " listener again and again"),
                of(web().route("r", prefix("/x").redirect("/x"), "redirect")));
    }

    @Test
    void tellsAnUpstreamThatNobodyUses() {
        TestConfig config = web().upstream("users", 1)
                .upstream("next", 2)
                .upstream("old", 3)
                .upstream("pg", 4)
                .tcp("db", 5432, Optional.of("pg"))
                .route("r", route().split("users", 9).split("next", 1));
        assertEquals(List.of("conf.yaml:4:1: warning: upstreams.old: no route or listener leads to it"), of(config));
    }

    @Test
    void tellsAnEndpointThatIsOurOwnListener() {
        TestConfig config = web().upstream("users", 8080, "endpoints")
                .route("r", prefix("/users").to("users"));
        assertEquals(
                List.of("conf.yaml:2:11: warning: upstreams.users.endpoints[0]: 127.0.0.1:8080 is our own listener"
                        + " web: what route r sends there comes in again"),
                of(config));
    }

    @Test
    void tellsACertificateThatNobodyUses() {
        TestConfig config = web().certificate("site");
        Merge merge = new Merge(config.elements());
        ProblemLog problems = new ProblemLog(merge::find);
        new Warnings(merge.config(), problems).ofReferences(Map.of());
        assertEquals(
                "[conf.yaml:2:1: warning: certificates.site: no listener or upstream uses it]",
                problems.problems().toString());
    }

    @Test
    void looksOnlyAtRoutesThatChangedWhenAskedForChanges() {
        TestConfig config = web().route("all", prefix("/").priority(1).respond("all"))
                .route("one", path("/one").respond("one"));
        Snapshot before = config.compiled();
        assertEquals(List.of(), config.warnings(Thoroughness.CHANGES, Optional.of(before)));
        assertEquals(
                1, config.warnings(Thoroughness.EVERYTHING, Optional.of(before)).size());
        List<String> found =
                config.route("two", path("/two").respond("two")).warnings(Thoroughness.CHANGES, Optional.of(before));
        assertEquals(
                List.of("conf.yaml:4:1: warning: routes.two: never gets a request: route 'all' takes every request"
                        + " first, by priority 1 over 0"),
                found);
    }
}
