package dev.postern.config.consul;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance of a service that can serve.
 *
 * @param share of all traffic, from 0 to 1, where a tag gives it one
 */
record Instance(EndpointConfig endpoint, Optional<Double> share) {
    private static final int WHOLE = 10_000;

    /** The endpoints of several services together. */
    static List<EndpointConfig> endpoints(List<List<Instance>> services) {
        // why: ids are unique per agent only, and nothing keeps two registrations from naming one address
        Map<Address, Instance> distinct = new LinkedHashMap<>();
        services.forEach(all ->
                all.forEach(instance -> distinct.putIfAbsent(instance.endpoint().address(), instance)));
        return weighed(distinct.values());
    }

    /** Shares are taken as they are, unless they are more than all there is; what is left goes to the others evenly. */
    private static List<EndpointConfig> weighed(Collection<Instance> instances) {
        double given = instances.stream()
                .flatMap(instance -> instance.share().stream())
                .mapToDouble(share -> share)
                .sum();
        long others = instances.stream()
                .filter(instance -> instance.share().isEmpty())
                .count();
        if (others == instances.size()) {
            return instances.stream().map(Instance::endpoint).toList();
        }
        double each = others == 0 ? 0 : Math.max(0, 1 - given) / others;
        return instances.stream()
                .map(instance -> instance.weighing(instance.share()
                        .map(share -> share / Math.max(1, given))
                        .orElse(each)))
                .toList();
    }

    private EndpointConfig weighing(double share) {
        int weight = (int) Math.round(share * WHOLE);
        return new EndpointConfig(
                endpoint.address(), share > 0 ? Math.max(1, weight) : 0, endpoint.backup(), endpoint.zone());
    }
}
