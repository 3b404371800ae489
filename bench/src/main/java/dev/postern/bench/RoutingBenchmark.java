package dev.postern.bench;

import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.config.ValueMatchConfig;
import dev.postern.domain.routing.RouteMatch;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.routing.RouteTable;
import dev.postern.domain.routing.TableBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Lookups in tables of several sizes, and what it takes to build and to change such a table. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RoutingBenchmark {
    private static final int REQUESTS = 1024;

    @Param({"10", "1000", "50000"})
    int routes;

    private final RouteMatch<Integer> match = new RouteMatch<>();
    private final BenchRequest[] requests = new BenchRequest[REQUESTS];
    private final BenchRequest stranger = new BenchRequest("other.example.org", "/nothing/like/it");
    private List<RouteSpec<Integer>> specs = List.of();
    private RouteTable<Integer> table = RouteTable.empty(Order.SPECIFICITY);
    private int next;

    /** Tenants with ten routes each: exact paths, parameters, prefixes, some under a host and one with a condition. */
    @Setup
    public void build() {
        List<RouteSpec<Integer>> made = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            made.add(route(i));
        }
        specs = List.copyOf(made);
        table = built(RouteTable.build(specs, Order.SPECIFICITY));
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = request((int) (i * 2654435761L % routes));
        }
    }

    private static RouteSpec<Integer> route(int i) {
        int tenant = i / 10;
        String path = switch (i % 10) {
            case 0, 9 -> "/t" + tenant;
            case 1 -> "/t" + tenant + "/users";
            case 2, 8 -> "/t" + tenant + "/users/{id}";
            case 3 -> "/t" + tenant + "/users/{id}/posts/{post}";
            case 4 -> "/t" + tenant + "/reports/{name}.pdf";
            case 5 -> "/t" + tenant + "/static/{*file}";
            case 6 -> "/t" + tenant + "/health";
            default -> "/t" + tenant + "/orders/{order}/items";
        };
        boolean isPrefix = i % 10 == 0;
        Map<String, ValueMatchConfig> headers = i % 10 == 8
                ? Map.of("X-Env", new ValueMatchConfig(Optional.of("canary"), Optional.empty(), Optional.empty()))
                : Map.of();
        MatchConfig config = new MatchConfig(
                i % 10 == 9 ? List.of("t" + tenant + ".example.com") : List.of(),
                isPrefix ? Optional.empty() : Optional.of(path),
                isPrefix ? Optional.of(path) : Optional.empty(),
                Optional.empty(),
                List.of(),
                headers,
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        return new RouteSpec<>("route-" + i, i, routeConfig(config), i);
    }

    private static RouteConfig routeConfig(MatchConfig match) {
        HeaderEditsConfig noEdits = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
        return new RouteConfig(
                List.of(),
                0,
                match,
                Optional.of("upstream"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                noEdits,
                noEdits,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
    }

    private static BenchRequest request(int i) {
        int tenant = i / 10;
        String host = i % 10 == 9 ? "t" + tenant + ".example.com" : "api.example.com";
        String below = switch (i % 10) {
            case 0 -> "/any/thing";
            case 9 -> "";
            case 1 -> "/users";
            case 2, 8 -> "/users/4711";
            case 3 -> "/users/4711/posts/12";
            case 4 -> "/reports/2024.pdf";
            case 5 -> "/static/css/site.css";
            case 6 -> "/health";
            default -> "/orders/99/items";
        };
        return new BenchRequest(host, "/t" + tenant + below);
    }

    private static RouteTable<Integer> built(TableBuild<RouteTable<Integer>> build) {
        return switch (build) {
            case TableBuild.Built<RouteTable<Integer>> built -> built.table();
            case TableBuild.Rejected<RouteTable<Integer>> rejected ->
                throw new IllegalStateException(rejected.faults().toString());
        };
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public int findAmongAll() {
        table.find(requests[next++ & (REQUESTS - 1)], match);
        return match.plan();
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public boolean findNothing() {
        table.find(stranger, match);
        return match.isMatched();
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Object changeOne() {
        int i = (next++ & 0xffff) % routes;
        return built(table.updated(List.of(), List.of(specs.get(i))));
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Object buildAll() {
        return built(RouteTable.build(specs, Order.SPECIFICITY));
    }
}
