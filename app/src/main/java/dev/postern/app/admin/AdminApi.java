package dev.postern.app.admin;

import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.RequestExplainer;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the admin API speaks for.
 *
 * @param transport asked only for what any thread may ask
 * @param explainer made when something is to be explained
 */
public record AdminApi(ConfigControl config, ProxyTransport transport, Supplier<RequestExplainer> explainer) {
    Operations operations() {
        List<Operation> all = new ArrayList<>(new ProcessOperations(config).all());
        all.addAll(new ConfigOperations(config).all());
        all.addAll(new TrafficOperations(config, transport, explainer).all());
        all.addAll(new EndpointOperations(config, transport).all());
        all.add(new Metrics(config, transport).operation());
        return new Operations(all);
    }
}
