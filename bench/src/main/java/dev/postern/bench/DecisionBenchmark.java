package dev.postern.bench;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.PathParameters;
import dev.postern.domain.rewrite.TemplateScope;
import dev.postern.domain.routing.RouteMatch;
import dev.postern.domain.routing.RouteTable;
import dev.postern.domain.snapshot.Action;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that is decided for a typical request with ten header fields, among 1,000 routes: lookup, rewrite of the path,
 * header edits with the fields copied, and the pick of an endpoint.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
    private static final int ROUTES = 1000;

    private final BenchRequest[] requests = new BenchRequest[ROUTES];
    private final RouteMatch<RoutePlan> match = new RouteMatch<>();
    private final ByteBuilder head = new ByteBuilder(4096);
    private final Slice name = new Slice();
    private final Slice value = new Slice();
    private final HeaderSink sink = (field, text) ->
            head.append(field).append(':').append(' ').append(text).append('\r').append('\n');
    private final PathParameters parameters = new PathParameters() {
        @Override
        public void get(int index, Slice into) {
            into.set(match.parameter(index));
        }

        @Override
        public int matchedPrefixLength() {
            return match.matchedPrefixLength();
        }
    };
    private TemplateScope scope;
    private PickRequest[] picks;
    private RouteTable<RoutePlan> table;
    private UpstreamState upstream;
    private int next;
    private long now;

    @Setup
    public void compile() {
        Snapshot snapshot = Sample.compile(Sample.elements(ROUTES), Optional.empty());
        table = snapshot.httpListeners().get("web").routes();
        upstream = new UpstreamState(snapshot.upstreams().get("users"), WorkerSeat.only(), 0);
        picks = new PickRequest[ROUTES];
        Randomness chance = Randomness.seeded(1);
        for (int i = 0; i < ROUTES; i++) {
            requests[i] = new BenchRequest("api.example.com", Sample.path((int) (i * 2654435761L % ROUTES)));
            picks[i] = new PickRequest(requests[i], chance);
        }
        scope = new TemplateScope(requests[0], parameters);
    }

    @Benchmark
    public int decide() {
        int i = next++ % ROUTES;
        BenchRequest request = requests[i];
        table.find(request, match);
        RoutePlan plan = match.plan();
        scope.at(request, parameters);
        head.clear();
        if (!(plan.action() instanceof Action.Forward) || !plan.rewrite().appendTarget(scope, head)) {
            throw new IllegalStateException("no target");
        }
        for (int field = 0; field < request.headers().size(); field++) {
            request.headers().name(field, name);
            if (!plan.requestEdits().drops(name)) {
                request.headers().value(field, value);
                sink.add(name, value);
            }
        }
        plan.requestEdits().appendTo(scope, sink);
        EndpointStats endpoint = (EndpointStats) upstream.pick(picks[i], now += 10_000);
        endpoint.begin();
        endpoint.answered(1_000_000, now);
        endpoint.end();
        return head.length();
    }
}
