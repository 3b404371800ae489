package dev.postern.domain.compile;

import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Upstream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a snapshot of configuration and endpoints, or tells everything that is wrong with them. Pure. */
public final class SnapshotCompiler {
    private final BalancerFactory balancers;

    public SnapshotCompiler(BalancerFactory balancers) {
        this.balancers = balancers;
    }

    public Compilation compile(CompileInput input) {
        Merge merge = new Merge(input.elements());
        ProblemLog problems = new ProblemLog(merge::find);
        merge.tellConflicts(problems);
        ProxyConfig config = merge.config();
        Optional<ProxyConfig> before = input.previous().map(Snapshot::config);
        RouteChanges changes = RouteChanges.of(before, config);
        List<RouteSpec<RouteConfig>> unchecked =
                isAllThere(before, config) ? changes.changed() : RouteChanges.all(config);
        new References(config, problems).check(unchecked);
        new NotSupportedYet(problems).check(config);
        new AdminRules(config, problems).check();
        if (config.overload().heap().value() > 100) {
            problems.error("overload.heap", "found " + config.overload().heap() + ", expected 0% to 100%");
        }
        new TlsRules(config, problems).check();
        config.tracing().ifPresent(new TracingRules(problems)::check);
        Map<String, Upstream> upstreams = upstreams(config, input, problems);
        ListenerCompiler.Listeners listeners =
                new ListenerCompiler(config, input.previous(), changes, problems).compile();
        if (problems.errors() > 0) {
            return new Compilation.Rejected(problems.problems());
        }
        Warnings warnings = new Warnings(config, problems);
        warnings.ofRoutes(listeners.http().values(), changes, input.warnings());
        warnings.ofReferences(upstreams);
        long version = input.previous().map(Snapshot::version).orElse(0L) + 1;
        return new Compilation.Compiled(
                new Snapshot(version, config, listeners.http(), listeners.tcp(), upstreams), problems.problems());
    }

    /** Whether all that routes may speak of is still there as it was, so that those which did not change still hold. */
    private static boolean isAllThere(Optional<ProxyConfig> before, ProxyConfig now) {
        return before.isPresent()
                && now.upstreams().keySet().containsAll(before.get().upstreams().keySet())
                && before.get().listeners().entrySet().stream().allMatch(former -> {
                    ListenerConfig listener = now.listeners().get(former.getKey());
                    return listener != null
                            && listener.protocol() == former.getValue().protocol();
                });
    }

    private Map<String, Upstream> upstreams(ProxyConfig config, CompileInput input, ProblemLog problems) {
        Map<String, Upstream> compiled = new LinkedHashMap<>();
        config.upstreams().forEach((name, upstream) -> {
            List<EndpointConfig> discovered = input.discovered().getOrDefault(name, List.of());
            Optional<Upstream> previous = input.previous()
                    .flatMap(
                            snapshot -> Optional.ofNullable(snapshot.upstreams().get(name)));
            switch (balancers.compile(name, upstream, discovered, previous)) {
                case BalancerFactory.Result.Ready ready -> compiled.put(name, ready.upstream());
                case BalancerFactory.Result.Faulty faulty ->
                    faulty.faults().forEach(fault -> problems.error(fault.path(), fault.message()));
            }
        });
        return Collections.unmodifiableMap(compiled);
    }
}
