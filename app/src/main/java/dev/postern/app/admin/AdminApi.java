package dev.postern.app.admin;

import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.RequestExplainer;
import dev.postern.app.telemetry.Sight;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the admin API speaks for.
 *
 * @param transport asked only for what any thread may ask
 * @param explainer made when something is to be explained
 * @param sight what is counted of the traffic
 */
public record AdminApi(
        ConfigControl config, ProxyTransport transport, Supplier<RequestExplainer> explainer, Sight sight) {
    Operations operations() {
        List<Operation> all = new ArrayList<>(new ProcessOperations(config).all());
        all.addAll(new ConfigOperations(config).all());
        sight.recent().start();
        OverviewOperations overview = new OverviewOperations(config, transport, sight.recent());
        all.addAll(overview.all());
        all.addAll(new TrafficOperations(config, transport, explainer, sight.recent()).all());
        all.addAll(new EndpointOperations(config, transport).all());
        all.add(new Metrics(config, transport, sight).operation());
        return new Operations(all, overview.events());
    }
}
