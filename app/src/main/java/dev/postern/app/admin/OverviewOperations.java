package dev.postern.app.admin;

import dev.postern.app.admin.Overview.CertificateRow;
import dev.postern.app.admin.Overview.ConfigRow;
import dev.postern.app.admin.Overview.ConnectionsRow;
import dev.postern.app.admin.Overview.ListenerRow;
import dev.postern.app.admin.Overview.OverloadRow;
import dev.postern.app.admin.Overview.ProblemsRow;
import dev.postern.app.admin.Overview.UnwellRow;
import dev.postern.app.admin.TrafficViews.RateRow;
import dev.postern.app.admin.TrafficViews.SecondsRow;
import dev.postern.app.admin.UpstreamViews.UpstreamRow;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigStatus;
import dev.postern.app.service.Readiness;
import dev.postern.app.telemetry.Recent;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody looks at first, once or again each second, and the traffic of the last minutes. */
final class OverviewOperations {
    /** why so long: the JDK's server ends an answer after a minute, and who looks on asks again. */
    private static final int MOST_EVENTS = 45;

    private static final int SECONDS_SHOWN = 5;
    private static final int MOST_SHOWN = 100;
    private static final int MOST_UPSTREAMS = 200;
    private static final int SOON_DAYS = 30;

    private final ConfigControl config;
    private final ProxyTransport transport;
    private final Recent recent;
    private final UpstreamSearch search;
    private final RouteList.Kept routes = new RouteList.Kept();
    private final LiveEvents events = new LiveEvents(() -> Json.text(overview(List.of())));
    private final Optional<Instant> startedAt = ProcessHandle.current().info().startInstant();

    OverviewOperations(ConfigControl config, ProxyTransport transport, Recent recent) {
        this.config = config;
        this.transport = transport;
        this.recent = recent;
        search = new UpstreamSearch(transport, recent);
    }

    LiveEvents events() {
        return events;
    }

    List<Operation> all() {
        return List.of(
                Operation.get(
                        "/overview",
                        "how it is now: traffic, what is wrong, listeners and some upstreams",
                        List.of("q", "unwell", "sort", "upstreams"),
                        this::overview),
                Operation.get(
                        "/traffic",
                        "the requests of the last minutes, second by second",
                        List.of("seconds", "listener", "upstream"),
                        this::traffic),
                Operation.get(
                        "/events",
                        "/overview once a second, as server-sent events",
                        List.of("count"),
                        ask -> events.answer(ask.number("count", MOST_EVENTS, 1, MOST_EVENTS))));
    }

    private Answer overview(Ask ask) throws RefusedException {
        int most = ask.number("upstreams", 20, 0, MOST_UPSTREAMS);
        List<Upstream> all = config.snapshot()
                .map(snapshot -> List.copyOf(snapshot.upstreams().values()))
                .orElse(List.of());
        List<Upstream> found = search.find(ask, all);
        List<UpstreamRow> shown = List.of();
        if (most > 0 && !found.isEmpty()) {
            UpstreamViews views = UpstreamViews.of(transport, config.kept(), recent);
            shown = found.stream().limit(most).map(views::row).toList();
        }
        Overview overview = overview(shown);
        return Answer.ok(overview).orPlain(new OverviewText(overview, found.size()).toString());
    }

    private Overview overview(List<UpstreamRow> upstreams) {
        Instant now = Instant.now();
        Optional<Snapshot> snapshot = config.snapshot();
        Readiness readiness = config.readiness();
        ConfigStatus status = config.status();
        TransportStats stats = transport.stats();
        List<EndpointHealth> health = List.copyOf(transport.health().values());
        return new Overview(
                now,
                Optional.ofNullable(OverviewOperations.class.getPackage().getImplementationVersion()),
                startedAt,
                readiness.isReady(),
                Optional.of(readiness.reason()).filter(reason -> !reason.isEmpty()),
                configuration(status, snapshot),
                problems(config.problems()),
                status.sources(),
                RateRow.of(recent.sum(TrafficViews.NOW_SECONDS)),
                SecondsRow.of(recent.last(SECONDS_SHOWN)),
                ConnectionsRow.of(stats),
                OverloadRow.of(stats),
                states(health),
                unwell(health),
                config.certificates().stream()
                        .map(facts -> CertificateRow.of(facts, now))
                        .filter(each ->
                                each.daysLeft() <= SOON_DAYS || each.kept().isPresent())
                        .limit(MOST_SHOWN)
                        .toList(),
                snapshot.map(this::listeners).orElse(List.of()),
                upstreams);
    }

    private static ConfigRow configuration(ConfigStatus status, Optional<Snapshot> snapshot) {
        return new ConfigRow(
                status.version(),
                status.appliedAt(),
                status.cause(),
                status.override(),
                status.isStale(),
                snapshot.map(each -> each.config().routes().size()).orElse(0),
                snapshot.map(each -> each.upstreams().size()).orElse(0));
    }

    private static ProblemsRow problems(List<Problem> all) {
        long errors = all.stream().filter(Problem::isError).count();
        List<Problem> first = all.stream()
                .sorted(Comparator.comparing(Problem::severity))
                .limit(MOST_SHOWN)
                .toList();
        return new ProblemsRow(errors, all.size() - errors, Views.problems(first));
    }

    private static Map<String, Integer> states(List<EndpointHealth> health) {
        Map<String, Integer> states = new TreeMap<>();
        health.forEach(each -> states.merge(each.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return states;
    }

    private static List<UnwellRow> unwell(List<EndpointHealth> health) {
        return health.stream()
                .filter(each -> !new Availability(each.state(), 0).isServing())
                .sorted(Comparator.comparing((EndpointHealth each) -> each.since())
                        .reversed()
                        .thenComparing(each -> each.id().toString()))
                .limit(MOST_SHOWN)
                .map(each -> new UnwellRow(
                        each.id().upstream(),
                        each.id().address().toString(),
                        each.state(),
                        Optional.of(each.why()).filter(why -> !why.isEmpty()),
                        Optional.of(each.since())))
                .toList();
    }

    private List<ListenerRow> listeners(Snapshot snapshot) {
        Map<String, Integer> counts = routes.of(snapshot).counts();
        List<ListenerRow> rows = new ArrayList<>();
        for (Map.Entry<String, ListenerConfig> each :
                snapshot.config().listeners().entrySet()) {
            if (rows.size() < MOST_SHOWN) {
                String name = each.getKey();
                rows.add(new ListenerRow(
                        name,
                        each.getValue().address().toString(),
                        each.getValue().protocol(),
                        each.getValue().tls().isPresent(),
                        counts.getOrDefault(name, 0),
                        RateRow.of(recent.listenerSum(name, TrafficViews.NOW_SECONDS))));
            }
        }
        return rows;
    }

    private Answer traffic(Ask ask) throws RefusedException {
        Optional<String> listener = ask.parameter("listener");
        Optional<String> upstream = ask.parameter("upstream");
        if (listener.isPresent() && upstream.isPresent()) {
            throw new RefusedException(400, "Either 'listener' or 'upstream', not both.");
        }
        boolean isOfAll = listener.isEmpty() && upstream.isEmpty();
        int most = isOfAll ? Recent.SECONDS : Recent.SECONDS_OF_ONE;
        int seconds = ask.number("seconds", Math.min(most, 300), 1, most);
        Optional<Recent.Window> window = isOfAll
                ? Optional.of(recent.last(seconds))
                : listener.flatMap(name -> recent.listener(name, seconds))
                        .or(() -> upstream.flatMap(name -> recent.upstream(name, seconds)));
        return Answer.ok(SecondsRow.of(window.orElseThrow(
                () -> new RefusedException(404, "It had no requests yet, or there are too many to follow each."))));
    }
}
