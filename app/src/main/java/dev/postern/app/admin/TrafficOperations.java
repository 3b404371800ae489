package dev.postern.app.admin;

import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.EffectiveElement;
import dev.postern.app.service.RequestExplainer;
import dev.postern.app.service.RequestExplainer.MadeUpRequest;
import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.overload.Overload;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.OverloadStats;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where requests go: routes in matching order, upstreams with what they do, and what would become of a request. */
final class TrafficOperations {
    private static final int MOST_ROWS = 1000;
    private static final Pattern FIELD = Pattern.compile("(\\s+)([A-Za-z0-9_-]+): .*");

    private final ConfigControl config;
    private final ProxyTransport transport;
    private final Supplier<RequestExplainer> explainer;
    private volatile Optional<Listing> listing = Optional.empty();

    TrafficOperations(ConfigControl config, ProxyTransport transport, Supplier<RequestExplainer> explainer) {
        this.config = config;
        this.transport = transport;
        this.explainer = explainer;
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                        "/routes",
                        "routes in matching order, listener by listener",
                        List.of("listener", "name", "host", "upstream", "offset", "limit"),
                        this::routes),
                Operation.get(
                        "/upstreams",
                        "upstreams and what their endpoints do",
                        List.of("name", "offset", "limit"),
                        this::upstreams),
                Operation.get(
                        "/overload",
                        "whether it keeps up, and how many requests it refuses at once",
                        List.of(),
                        ask -> overload()),
                Operation.get(
                        "/explain",
                        "what would become of a request (header=Name: value)",
                        List.of("method", "url", "header"),
                        this::explain));
    }

    private Snapshot snapshot() throws RefusedException {
        return config.snapshot().orElseThrow(() -> new RefusedException(503, "No configuration is in force yet."));
    }

    /** Kept for one snapshot, as sorting takes longer than reading a page. */
    private record Listing(Snapshot snapshot, List<Position> positions) {}

    private record Position(String listener, int position, String route) {}

    private record Page<T>(long version, int total, int offset, List<T> items) {
        static <S, T> Page<T> of(Ask ask, Snapshot snapshot, List<S> all, Rows<S, T> rows) throws RefusedException {
            int offset = ask.number("offset", 0, 0, Integer.MAX_VALUE);
            int limit = ask.number("limit", 100, 1, MOST_ROWS);
            List<S> page = all.stream().skip(offset).limit(limit).toList();
            return new Page<>(snapshot.version(), all.size(), offset, rows.of(page));
        }
    }

    @FunctionalInterface
    private interface Rows<S, T> {
        List<T> of(List<S> page);
    }

    private record RouteRow(String listener, int position, String name, Map<String, Object> route) {}

    private Answer routes(Ask ask) throws RefusedException {
        Snapshot snapshot = snapshot();
        Optional<String> listener = ask.parameter("listener");
        if (listener.isPresent() && !snapshot.config().listeners().containsKey(listener.get())) {
            throw new RefusedException(404, "There is no listener '" + listener.get() + "'.");
        }
        Optional<String> name = ask.parameter("name");
        Optional<String> host = ask.parameter("host").map(text -> text.toLowerCase(Locale.ROOT));
        Optional<String> upstream = ask.parameter("upstream");
        Predicate<Position> wanted = row -> listener.stream().allMatch(row.listener()::equals)
                && name.stream().allMatch(row.route()::contains)
                && host.stream().allMatch(text -> hasHost(snapshot, row.route(), text))
                && upstream.stream().allMatch(text -> leadsTo(snapshot, row.route(), text));
        List<Position> rows = positions(snapshot).stream().filter(wanted).toList();
        return Answer.ok(Page.of(ask, snapshot, rows, this::rows));
    }

    private List<RouteRow> rows(List<Position> page) {
        Set<String> names = new HashSet<>();
        page.forEach(row -> names.add(row.route()));
        Map<String, Map<String, Object>> shown = new HashMap<>();
        for (EffectiveElement element :
                config.effective(id -> id.section() == Section.ROUTES && names.contains(id.name()))) {
            shown.put(element.id().name(), element.value());
        }
        return page.stream()
                .map(row -> new RouteRow(
                        row.listener(), row.position(), row.route(), shown.getOrDefault(row.route(), Map.of())))
                .toList();
    }

    private static boolean hasHost(Snapshot snapshot, String route, String host) {
        return isRoute(snapshot, route, config -> config.match().host().stream().anyMatch(host::equalsIgnoreCase));
    }

    private static boolean leadsTo(Snapshot snapshot, String route, String upstream) {
        return isRoute(
                snapshot,
                route,
                config -> config.upstream().stream().anyMatch(upstream::equals)
                        || config.split().containsKey(upstream));
    }

    private static boolean isRoute(Snapshot snapshot, String route, Predicate<RouteConfig> wanted) {
        RouteConfig config = snapshot.config().routes().get(route);
        return config != null && wanted.test(config);
    }

    private List<Position> positions(Snapshot snapshot) {
        Optional<Listing> known = listing;
        if (known.isPresent() && known.get().snapshot().version() == snapshot.version()) {
            return known.get().positions();
        }
        List<Position> all = new ArrayList<>();
        for (String listener : snapshot.config().listeners().keySet()) {
            List<String> names = new ArrayList<>();
            Optional.ofNullable(snapshot.tcpListeners().get(listener))
                    .ifPresent(tcp -> names.addAll(tcp.routes().inMatchingOrder()));
            Optional.ofNullable(snapshot.httpListeners().get(listener))
                    .ifPresent(http -> names.addAll(http.routes().inMatchingOrder()));
            for (int i = 0; i < names.size(); i++) {
                all.add(new Position(listener, i + 1, names.get(i)));
            }
        }
        listing = Optional.of(new Listing(snapshot, List.copyOf(all)));
        return all;
    }

    private Answer upstreams(Ask ask) throws RefusedException {
        Snapshot snapshot = snapshot();
        Optional<String> name = ask.parameter("name");
        List<Upstream> wanted = snapshot.upstreams().values().stream()
                .filter(upstream -> name.stream().allMatch(upstream.name()::contains))
                .toList();
        UpstreamViews views = UpstreamViews.of(transport, config.kept());
        return Answer.ok(Page.of(
                ask, snapshot, wanted, page -> page.stream().map(views::row).toList()));
    }

    private record OverloadRow(
            int refusedPercent,
            List<Overload.Cause> causes,
            Optional<Instant> since,
            long refused,
            double longestTurnMs,
            long bufferedBytes) {}

    private Answer overload() {
        TransportStats stats = transport.stats();
        OverloadStats overload = stats.overload();
        return Answer.ok(new OverloadRow(
                (overload.permille() + 9) / 10,
                overload.causes().stream().sorted().toList(),
                overload.since(),
                overload.refused(),
                Math.round(overload.longestTurnNanos() / 1e5) / 10.0,
                stats.bufferedBytes()));
    }

    private record Explained(long version, List<String> lines) {}

    private Answer explain(Ask ask) throws RefusedException {
        Snapshot snapshot = snapshot();
        String method = ask.parameter("method").orElse("GET");
        String url = ask.required("url");
        if (!url.startsWith("/") && !url.startsWith("http://") && !url.startsWith("https://")) {
            throw new RefusedException(400, "'" + url + "' is no URL: it begins with http://, https:// or /.");
        }
        Map<String, String> secrets = config.secrets();
        List<String> lines =
                explainer.get().explain(snapshot, new MadeUpRequest(method, url, ask.fields("header"))).stream()
                        .map(line -> withoutSecrets(line, secrets))
                        .toList();
        return Answer.ok(new Explained(snapshot.version(), lines)).orPlain(String.join("\n", lines));
    }

    private static String withoutSecrets(String line, Map<String, String> secrets) {
        Matcher field = FIELD.matcher(line);
        if (field.matches() && ConfigTree.isSecretName(field.group(2))) {
            return field.group(1) + field.group(2) + ": " + ConfigTree.HIDDEN;
        }
        String shown = line;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            shown = shown.replace(secret.getKey(), secret.getValue());
        }
        return shown;
    }
}
