package dev.postern.config.consul;

import dev.postern.config.consul.BlockingQuery.Answer;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

/** Asks for the instances of one service that can serve, and reads them in a stable order. */
final class HealthyInstances implements BlockingQuery.Question<List<Instance>> {
    private static final Logger LOG = LoggerFactory.getLogger(HealthyInstances.class);
    private static final int HEAVIEST = 65_535;
    private static final String ZONE = "zone";
    private static final Comparator<ServiceHealth> ORDER = Comparator.comparing(HealthyInstances::host)
            .thenComparingInt(instance -> instance.getService().getPort())
            .thenComparing(instance -> instance.getNode().getNode())
            .thenComparing(instance -> instance.getService().getId());

    private final ConsulAgents agents;
    private final String name;
    private final ConsulService service;

    /** @param name of the one among the service's names that is asked for */
    HealthyInstances(ConsulAgents agents, String name, ConsulService service) {
        this.agents = agents;
        this.name = name;
        this.service = service;
    }

    @Override
    public String subject() {
        return "service " + name;
    }

    @Override
    public boolean isNothing(List<Instance> found) {
        return found.isEmpty();
    }

    @Override
    public Answer<List<Instance>> ask(Consul agent, QueryOptions options) {
        QueryOptions tagged =
                agents.question().from(options).addAllTag(service.tags()).build();
        HealthClient health = agent.healthClient();
        ConsulResponse<List<ServiceHealth>> answer = service.warningAllowed()
                ? health.getAllServiceInstances(name, tagged)
                : health.getHealthyServiceInstances(name, tagged);
        return Answer.of(serving(answer.getResponse()), answer);
    }

    private List<Instance> serving(List<ServiceHealth> instances) {
        List<Instance> serving = new ArrayList<>();
        for (ServiceHealth instance : instances.stream().sorted(ORDER).toList()) {
            int port = instance.getService().getPort();
            if (port < 1 || port > 65_535 || host(instance).isEmpty()) {
                LOG.debug(
                        "event=instance-left-out service={} id={} port={}",
                        name,
                        instance.getService().getId(),
                        port);
            } else if (serves(instance)) {
                tagOf(instance)
                        .map(tag -> new Instance(
                                new EndpointConfig(
                                        new Address(host(instance), port), weight(instance), false, zone(instance)),
                                FabioTag.shareOf(tag)))
                        .ifPresent(serving::add);
            }
        }
        return List.copyOf(serving);
    }

    /** The tag that makes it one of ours; nothing where none is asked for. */
    private Optional<String> tagOf(ServiceHealth instance) {
        return service.fabioTags().isEmpty()
                ? Optional.of("")
                : instance.getService().getTags().stream()
                        .filter(service.fabioTags()::contains)
                        .findFirst();
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

    /** Its own word, or that of the machine that it runs on. */
    private static Optional<String> zone(ServiceHealth instance) {
        return Optional.ofNullable(instance.getService().getMeta().get(ZONE))
                .or(() -> instance.getNode().getNodeMeta().map(meta -> meta.get(ZONE)))
                .filter(zone -> !zone.isBlank());
    }

    private static String host(ServiceHealth instance) {
        String own = instance.getService().getAddress();
        String host = own == null || own.isBlank() ? instance.getNode().getAddress() : own;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
