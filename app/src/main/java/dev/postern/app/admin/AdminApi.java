package dev.postern.app.admin;

import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.RequestExplainer;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.TransportStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the admin API speaks for.
 *
 * @param stats asks the transport, and so do endpoints and health
 * @param explainer made when something is to be explained
 */
public record AdminApi(
        ConfigControl config,
        Supplier<TransportStats> stats,
        Supplier<Map<EndpointId, EndpointCounts>> endpoints,
        Supplier<Map<EndpointId, EndpointHealth>> health,
        Supplier<RequestExplainer> explainer) {
    Operations operations() {
        List<Operation> all = new ArrayList<>(new ProcessOperations(config).all());
        all.addAll(new ConfigOperations(config).all());
        all.addAll(new TrafficOperations(config, endpoints, health, explainer).all());
        all.add(new Metrics(config, stats, endpoints).operation());
        return new Operations(all);
    }
}
