package dev.postern.config.consul;

import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.EndpointWatches;
import dev.postern.ports.store.FeedsTogether;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Endpoints from Consul's health-checked services: one blocking query for each watched service, never one for the whole
 * catalog. Updates come on the query's thread. Any thread may call. Ends with {@link #close()}.
 */
public final class ConsulDiscovery implements EndpointDiscovery {
    private final Map<String, String> environment;
    // why: a reference to the constructor would load the client here and now, a lambda when something is watched
    private final EndpointWatches<ConsulConnection, ConsulAgents> watches =
            new EndpointWatches<>(connection -> new ConsulAgents(connection));

    /**
     * @param environment names the agent, by {@code CONSUL_HTTP_ADDR}, where a service names none
     */
    public ConsulDiscovery(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<String> check(ServiceRef service) {
        return ConsulService.read(service, environment).problems();
    }

    @Override
    public Watch watch(ServiceRef ref, Consumer<EndpointUpdate> listener) {
        ConsulService.Reading reading = ConsulService.read(ref, environment);
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reading.problems()));
        }
        ConsulService service = reading.service();
        return watches.open(
                service.connection(),
                agents -> new FeedsTogether<>(service.names().stream()
                                .map(name -> new BlockingQuery<>(agents, new HealthyInstances(agents, name, service)))
                                .toList())
                        .map(instances -> new EndpointUpdate.Endpoints(Instance.endpoints(instances))),
                listener);
    }

    @Override
    public void close() {
        watches.close();
    }
}
