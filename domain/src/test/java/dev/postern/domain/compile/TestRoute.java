package dev.postern.domain.compile;

import dev.postern.domain.config.DenyConfig;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RedirectConfig;
import dev.postern.domain.config.RespondConfig;
import dev.postern.domain.config.RewriteConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.TimeoutsConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route for tests: everything at its default but what a test speaks of. */
final class TestRoute {
    private static final HeaderEditsConfig NO_EDITS = new HeaderEditsConfig(Map.of(), Map.of(), List.of());

    private List<String> listeners = List.of();
    private int priority;
    private List<String> host = List.of();
    private Optional<String> path = Optional.empty();
    private Optional<String> prefix = Optional.empty();
    private Optional<String> regex = Optional.empty();
    private List<String> sni = List.of();
    private Optional<String> upstream = Optional.empty();
    private final Map<String, Integer> split = new LinkedHashMap<>();
    private Optional<RespondConfig> respond = Optional.empty();
    private Optional<RedirectConfig> redirect = Optional.empty();
    private Optional<DenyConfig> deny = Optional.empty();
    private Optional<RewriteConfig> rewrite = Optional.empty();
    private HeaderEditsConfig requestHeaders = NO_EDITS;
    private Optional<Duration> timeout = Optional.empty();
    private Optional<TimeoutsConfig> timeouts = Optional.empty();

    static TestRoute route() {
        return new TestRoute();
    }

    static TestRoute prefix(String prefix) {
        TestRoute route = new TestRoute();
        route.prefix = Optional.of(prefix);
        return route;
    }

    static TestRoute path(String path) {
        TestRoute route = new TestRoute();
        route.path = Optional.of(path);
        return route;
    }

    TestRoute listeners(String... names) {
        listeners = List.of(names);
        return this;
    }

    TestRoute priority(int number) {
        priority = number;
        return this;
    }

    TestRoute host(String name) {
        host = List.of(name);
        return this;
    }

    TestRoute regex(String pattern) {
        regex = Optional.of(pattern);
        return this;
    }

    TestRoute sni(String name) {
        sni = List.of(name);
        return this;
    }

    TestRoute to(String name) {
        upstream = Optional.of(name);
        return this;
    }

    TestRoute split(String name, int weight) {
        split.put(name, weight);
        return this;
    }

    TestRoute respond(String body) {
        respond = Optional.of(new RespondConfig(200, body, "text/plain", Map.of()));
        return this;
    }

    TestRoute redirect(String location) {
        redirect = Optional.of(new RedirectConfig(location, 308));
        return this;
    }

    TestRoute deny() {
        deny = Optional.of(new DenyConfig(403));
        return this;
    }

    TestRoute rewrite(String text) {
        rewrite = Optional.of(new RewriteConfig(
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new RewriteConfig.Query(Map.of(), List.of())));
        return this;
    }

    TestRoute setHeader(String name, String value) {
        requestHeaders = new HeaderEditsConfig(Map.of(name, value), Map.of(), List.of());
        return this;
    }

    TestRoute timeout(Duration time) {
        timeout = Optional.of(time);
        return this;
    }

    TestRoute timeouts(TimeoutsConfig times) {
        timeouts = Optional.of(times);
        return this;
    }

    RouteConfig config() {
        MatchConfig match =
                new MatchConfig(host, path, prefix, regex, List.of(), Map.of(), Map.of(), Map.of(), List.of(), sni);
        return new RouteConfig(
                listeners,
                priority,
                match,
                upstream,
                split,
                respond,
                redirect,
                deny,
                rewrite,
                requestHeaders,
                NO_EDITS,
                timeout,
                timeouts,
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
    }
}
