package dev.postern.domain.routing;

import dev.postern.domain.config.ValueMatchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Routes and requests out of so few words that they meet often. */
final class RandomRoutes {
    private RandomRoutes() {}

    static Arbitrary<List<RouteSpec<String>>> routes() {
        return matches().list().ofMinSize(1).ofMaxSize(14).map(matches -> {
            List<RouteSpec<String>> routes = new ArrayList<>();
            for (int i = 0; i < matches.size(); i++) {
                // why: names in another order than the order of writing.
                routes.add(matches.get(i).as("r" + (i * 7 + 3) % 16, i));
            }
            return routes;
        });
    }

    private static Arbitrary<Match> matches() {
        Arbitrary<List<String>> hosts = Arbitraries.of("a.com", "b.a.com", "c.b.a.com", "*.a.com", "*.b.a.com", "*.com")
                .list()
                .uniqueElements()
                .ofMaxSize(2);
        Arbitrary<Match> conditions = Combinators.combine(
                        Arbitraries.frequency(tuple(4, 0), tuple(1, 1), tuple(1, -2)),
                        Arbitraries.of("GET", "HEAD", "POST")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2)
                                .optional(0.4),
                        wanted().optional(0.3),
                        wanted().optional(0.2),
                        wanted().optional(0.2),
                        Arbitraries.of("10.0.0.0/8", "10.1.0.0/16").optional(0.2))
                .as((priority, methods, header, query, cookie, source) -> {
                    Match match = Match.any().priority(priority);
                    match = match.methods(methods.orElse(List.of()).toArray(String[]::new));
                    match = header.isPresent() ? match.header("X-Env", header.get()) : match;
                    match = query.isPresent() ? match.query("v", query.get()) : match;
                    match = cookie.isPresent() ? match.cookie("beta", cookie.get()) : match;
                    return source.isPresent() ? match.sources(source.get()) : match;
                });
        return Combinators.combine(conditions, hosts, paths()).as((match, names, path) -> {
            Match named = match.onHost(names.toArray(String[]::new));
            return switch (path.kind) {
                case "path" -> named.andPath(path.text);
                case "prefix" -> named.andPrefix(path.text);
                case "regex" -> named.andRegex(path.text);
                default -> named;
            };
        });
    }

    private record Path(String kind, String text) {}

    private static Arbitrary<Path> paths() {
        Arbitrary<List<String>> segments = Arbitraries.of("a", "b", "ab", "{}", "{}", "a{}", "{}b", "a{}b", "ab{}", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
        Arbitrary<Path> patterns = Combinators.combine(segments, Arbitraries.of("", "", "/{*rest}"))
                .as((list, end) -> new Path("path", named(list) + end));
        Arbitrary<Path> prefixes = Combinators.combine(
                        Arbitraries.of("a", "b", "ab").list().ofMaxSize(3), Arbitraries.of("", "/"))
                .as((list, end) -> new Path("prefix", list.isEmpty() ? "/" : "/" + String.join("/", list) + end));
        Arbitrary<Path> regexes =
                Arbitraries.of("^/a", "b$", "^/a*/b", "^/(a|b)/").map(text -> new Path("regex", text));
        return Arbitraries.frequencyOf(
                Tuple.of(6, patterns),
                Tuple.of(3, prefixes),
                Tuple.of(1, regexes),
                Tuple.of(1, Arbitraries.just(new Path("none", ""))));
    }

    private static String named(List<String> segments) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            path.append('/').append(segments.get(i).replace("{}", "{p" + i + "}"));
        }
        return path.toString();
    }

    private static Arbitrary<ValueMatchConfig> wanted() {
        return Arbitraries.of(
                Match.exactly("1"), Match.exactly("2"), Match.like("^[12]$"), Match.present(), Match.absent());
    }

    static Arbitrary<List<Request>> requests() {
        Arbitrary<String> path = Arbitraries.of("a", "b", "ab", "aab", "abb", "x", "")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> "/" + String.join("/", list));
        Arbitrary<Optional<String>> value = Arbitraries.of("1", "2", "3").optional(0.6);
        return Combinators.combine(
                        Arbitraries.of("GET", "GET", "HEAD", "POST", "PUT"),
                        Arbitraries.of("a.com", "b.a.com", "c.b.a.com", "d.c.b.a.com", "com", "x.org", ""),
                        path,
                        value,
                        value,
                        value,
                        Arbitraries.of("10.1.2.3", "10.2.2.3", "192.0.2.1"))
                .as((method, host, target, header, query, cookie, client) -> {
                    Request request = Request.of(
                                    method,
                                    host,
                                    target + query.map(v -> "?u=1&v=" + v).orElse(""))
                            .from(client);
                    header.ifPresent(v -> request.header("x-env", "0").header("x-env", v));
                    cookie.ifPresent(v -> request.header("Cookie", "u=2; beta=" + v));
                    return request;
                })
                .list()
                .ofMinSize(5)
                .ofMaxSize(20);
    }

    private static Tuple.Tuple2<Integer, Integer> tuple(int frequency, int value) {
        return Tuple.of(frequency, value);
    }
}
