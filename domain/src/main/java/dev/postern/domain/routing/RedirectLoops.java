package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.RedirectConfig;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows redirects from a sample request on, through the table itself, to see whether they come to an end. Pure. */
final class RedirectLoops<T> {
    private static final int MOST_HOPS = 10;
    private static final Pattern LOCATION = Pattern.compile(
            "(?:(https?):)?(?://(\\[[^]/]*]|[^/:?#]*)(?::(\\d{1,5}))?)?(/[^?#]*)?(?:\\?([^#]*))?(?:#.*)?");

    private final RouteTable<T> table;
    private final boolean isSecure;
    private final int port;

    RedirectLoops(RouteTable<T> table, ListenerConfig listener) {
        this.table = table;
        this.isSecure = listener.tls().isPresent();
        this.port = listener.address().port();
    }

    Optional<RouteFault> check(CompiledRoute<T> route) {
        Optional<RedirectConfig> redirect = route.spec().config().redirect();
        if (redirect.isEmpty()) {
            return Optional.empty();
        }
        Optional<SampleRequest> request = SampleRequest.of(route, isSecure, port);
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            Optional<CompiledRoute<T>> next = request.flatMap(this::routeOf);
            if (next.isEmpty() || (hop == 0 && !next.get().name().equals(route.name()))) {
                return Optional.empty();
            }
            SampleRequest from = request.orElseThrow();
            request = next.get().spec().config().redirect().flatMap(to -> follow(to.to(), from));
        }
        // why: whoever has gone so far without an end goes on for ever, or longer than a browser does.
        return request.map(_ -> new RouteFault(
                route.name(),
                route.spec().path() + ".redirect",
                "found '" + redirect.get().to()
                        + "', which leads back to a redirect of this listener again and again"));
    }

    private Optional<CompiledRoute<T>> routeOf(SampleRequest request) {
        RouteMatch<T> match = new RouteMatch<>();
        table.find(request, match);
        return match.isMatched() ? Optional.ofNullable(table.registry().get(match.name())) : Optional.empty();
    }

    /** Where a redirect leads; empty where that is another listener, or more than a glance at the template tells. */
    private Optional<SampleRequest> follow(String template, SampleRequest from) {
        String uri = from.path() + (from.hasQuery() ? "?" + from.query() : "");
        String location = template.replace("{scheme}", isSecure ? "https" : "http")
                .replace("{host}", from.host().text())
                .replace("{port}", Integer.toString(port))
                .replace("{path}", from.path().text())
                .replace("{query}", from.query().text())
                .replace("{uri}", uri);
        Matcher parts = LOCATION.matcher(location);
        if (location.indexOf('{') >= 0 || !parts.matches()) {
            return Optional.empty();
        }
        boolean isElsewhere = (parts.group(1) != null && parts.group(1).equals("https") != isSecure)
                || (parts.group(3) != null && Integer.parseInt(parts.group(3)) != port);
        if (isElsewhere || (parts.group(2) == null && parts.group(4) == null)) {
            return Optional.empty();
        }
        String host =
                parts.group(2) == null ? from.host().text() : parts.group(2).toLowerCase(Locale.ROOT);
        if (!host.equals(from.host().text()) && !isNamed(Slice.of(host))) {
            return Optional.empty();
        }
        return Optional.of(new SampleRequest(
                from.method(),
                isSecure,
                Slice.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host),
                port,
                Slice.of(parts.group(4) == null ? "/" : parts.group(4)),
                Slice.of(parts.group(5) == null ? "" : parts.group(5))));
    }

    /** why: a host that only routes without a host would answer for is rather somebody else's. */
    private boolean isNamed(Slice host) {
        boolean[] isNamed = {false};
        table.hosts().visit(host, tree -> isNamed[0] |= tree.host().kind() != HostPattern.Kind.ANY);
        return isNamed[0];
    }
}
