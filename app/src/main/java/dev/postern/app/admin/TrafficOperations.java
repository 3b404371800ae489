package dev.postern.app.admin;

import dev.postern.app.admin.Overview.OverloadRow;
import dev.postern.app.admin.RouteList.Position;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.EffectiveElement;
import dev.postern.app.service.RequestExplainer;
import dev.postern.app.service.RequestExplainer.MadeUpRequest;
import dev.postern.app.telemetry.Recent;
import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.ProxyTransport;
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
import java.util.stream.Stream;

/** Where requests go: routes in matching order, upstreams with what they do, and what would become of a request. */
final class TrafficOperations {
    private static final int MOST_ROWS = 1000;
    private static final Pattern FIELD = Pattern.compile("(\\s+)([A-Za-z0-9_-]+): .*");

    private final ConfigControl config;
    private final ProxyTransport transport;
    private final Supplier<RequestExplainer> explainer;
    private final Recent recent;
    private final UpstreamSearch search;
    private final RouteList.Kept routes = new RouteList.Kept();

    TrafficOperations(
            ConfigControl config, ProxyTransport transport, Supplier<RequestExplainer> explainer, Recent recent) {
        this.config = config;
        this.transport = transport;
        this.explainer = explainer;
        this.recent = recent;
        search = new UpstreamSearch(transport, recent);
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                        "/routes",
                        "routes in matching order, listener by listener",
                        List.of("listener", "name", "host", "upstream", "q", "offset", "limit"),
                        this::routes),
                Operation.get(
                        "/upstreams",
                        "upstreams and what their endpoints do",
                        List.of("name", "q", "unwell", "sort", "offset", "limit"),
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
        String text = ask.parameter("q").orElse("").toLowerCase(Locale.ROOT);
        Predicate<Position> wanted = row -> listener.stream().allMatch(row.listener()::equals)
                && name.stream().allMatch(row.route()::contains)
                && host.stream().allMatch(wish -> hasHost(snapshot, row.route(), wish))
                && upstream.stream().allMatch(wish -> leadsTo(snapshot, row.route(), wish))
                && isRoute(snapshot, row.route(), config -> has(row.route(), config, text));
        List<Position> rows =
                routes.of(snapshot).positions().stream().filter(wanted).toList();
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

    /** What somebody may remember of a route: its name, a host, a piece of the path, where it leads. */
    private static boolean has(String name, RouteConfig route, String text) {
        return Stream.of(
                        Stream.of(name),
                        route.match().host().stream(),
                        route.match().sni().stream(),
                        route.match().path().stream(),
                        route.match().prefix().stream(),
                        route.match().regex().stream(),
                        route.upstream().stream(),
                        route.split().keySet().stream())
                .flatMap(each -> each)
                .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(text));
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

    private Answer upstreams(Ask ask) throws RefusedException {
        Snapshot snapshot = snapshot();
        List<Upstream> wanted = search.find(ask, snapshot.upstreams().values());
        return Answer.ok(Page.of(ask, snapshot, wanted, this::upstreamRows));
    }

    private List<UpstreamViews.UpstreamRow> upstreamRows(List<Upstream> page) {
        // why not for nothing: the workers count all their endpoints for it.
        if (page.isEmpty()) {
            return List.of();
        }
        UpstreamViews views = UpstreamViews.of(transport, config.kept(), recent);
        return page.stream().map(views::row).toList();
    }

    private Answer overload() {
        return Answer.ok(OverloadRow.of(transport.stats()));
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
