package dev.postern.config.consul;

import dev.postern.config.consul.BlockingQuery.Answer;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.HealthClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.catalog.ServiceWeights;
import org.kiwiproject.consul.model.health.HealthCheck;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.option.QueryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the instances of one service that can serve, and reads them as endpoints in a stable order. */
final class HealthyInstances implements BlockingQuery.Question<List<EndpointConfig>> {
    private static final Logger LOG = LoggerFactory.getLogger(HealthyInstances.class);
    private static final int HEAVIEST = 65_535;
    private static final Comparator<ServiceHealth> ORDER = Comparator.comparing(HealthyInstances::host)
            .thenComparingInt(instance -> instance.getService().getPort())
            .thenComparing(instance -> instance.getNode().getNode())
            .thenComparing(instance -> instance.getService().getId());

    private final ConsulAgents agents;
    private final ConsulService service;

    HealthyInstances(ConsulAgents agents, ConsulService service) {
        this.agents = agents;
        this.service = service;
    }

    @Override
    public String subject() {
        return "service " + service.name();
    }

    @Override
    public Answer<List<EndpointConfig>> ask(Consul agent, QueryOptions options) {
        QueryOptions tagged =
                agents.question().from(options).addAllTag(service.tags()).build();
        HealthClient health = agent.healthClient();
        ConsulResponse<List<ServiceHealth>> answer = service.warningAllowed()
                ? health.getAllServiceInstances(service.name(), tagged)
                : health.getHealthyServiceInstances(service.name(), tagged);
        return Answer.of(endpoints(answer.getResponse()), answer);
    }

    private List<EndpointConfig> endpoints(List<ServiceHealth> instances) {
        // why: ids are unique per agent only, and nothing keeps two registrations from naming one address
        Map<Address, EndpointConfig> endpoints = new LinkedHashMap<>();
        for (ServiceHealth instance : instances.stream().sorted(ORDER).toList()) {
            int port = instance.getService().getPort();
            if (port < 1 || port > 65_535 || host(instance).isEmpty()) {
                LOG.debug(
                        "event=instance-left-out service={} id={} port={}",
                        service.name(),
                        instance.getService().getId(),
                        port);
            } else if (serves(instance)) {
                Address address = new Address(host(instance), port);
                endpoints.putIfAbsent(address, new EndpointConfig(address, weight(instance), false, zone(instance)));
            }
        }
        return List.copyOf(endpoints.values());
    }

    private static boolean serves(ServiceHealth instance) {
        return instance.getChecks().stream().allMatch(check -> isPassing(check) || isWarning(check));
    }

    private static int weight(ServiceHealth instance) {
        boolean warning = instance.getChecks().stream().anyMatch(HealthyInstances::isWarning);
        Optional<ServiceWeights> weights = instance.getService().getWeights();
        int weight = weights.map(w -> warning ? w.getWarning() : w.getPassing()).orElse(1);
        return Math.clamp(weight, 0, HEAVIEST);
    }

    private static boolean isPassing(HealthCheck check) {
        return check.getStatus().equals("passing");
    }

    private static boolean isWarning(HealthCheck check) {
        return check.getStatus().equals("warning");
    }

    private static Optional<String> zone(ServiceHealth instance) {
        return Optional.ofNullable(instance.getService().getMeta().get("zone")).filter(zone -> !zone.isBlank());
    }

    private static String host(ServiceHealth instance) {
        String own = instance.getService().getAddress();
        String host = own == null || own.isBlank() ? instance.getNode().getAddress() : own;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
