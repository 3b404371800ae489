package dev.postern.domain.balancing;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.HashConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.Fault;
import dev.postern.domain.upstream.StickyCookie;
import dev.postern.domain.upstream.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles upstreams: endpoints as written and as discovered, and the way to pick among them. Stateless. */
public final class BalancerFactory {
    private static final HashConfig DEFAULT_HASH = new HashConfig("client-ip", HashConfig.Algorithm.RING);

    private final byte[] stickyKey;

    /** @param stickyKey see {@link StickyCookie}; proxies that share clients need the same */
    public BalancerFactory(byte[] stickyKey) {
        this.stickyKey = stickyKey.clone();
    }

    public sealed interface Result {
        record Ready(Upstream upstream) implements Result {}

        record Faulty(List<Fault> faults) implements Result {}
    }

    /**
     * @param discovered in any order; an address that is also written down is the written one. Where there are any, what is
     *     written by a name is left out: the addresses that it stands for are among them as far as they are known
     * @param previous answered again when nothing has changed; otherwise its tables are used again where they hold
     */
    public Result compile(
            String name, UpstreamConfig config, List<EndpointConfig> discovered, Optional<Upstream> previous) {
        List<Fault> faults = new ArrayList<>(UpstreamFaults.of("upstreams." + name, config));
        Optional<HashKey> key = hashKey("upstreams." + name, config, faults);
        if (!faults.isEmpty()) {
            return new Result.Faulty(List.copyOf(faults));
        }
        List<Endpoint> endpoints = endpoints(name, config, discovered);
        if (previous.isPresent()
                && previous.get().config().equals(config)
                && previous.get().endpoints().equals(endpoints)) {
            return new Result.Ready(previous.get());
        }
        Balancer balancer = previous.filter(before -> picksAlike(before, config, endpoints))
                .map(Upstream::balancer)
                .orElseGet(() -> balancer(config, key, endpoints));
        Optional<StickyCookie> sticky = config.sticky().map(cookie -> new StickyCookie(cookie, endpoints, stickyKey));
        return new Result.Ready(new Upstream(name, config, endpoints, balancer, sticky));
    }

    private static Optional<HashKey> hashKey(String path, UpstreamConfig config, List<Fault> faults) {
        if (config.balance() != UpstreamConfig.Balance.HASH) {
            return Optional.empty();
        }
        return switch (HashKeyParser.parse(config.hash().orElse(DEFAULT_HASH).on())) {
            case HashKeyParser.Outcome.Parsed parsed -> Optional.of(parsed.key());
            case HashKeyParser.Outcome.Refused refused -> {
                faults.add(new Fault(path + ".hash.on", refused.message()));
                yield Optional.empty();
            }
        };
    }

    // why: discoveries answer in any order, and an order of their own would look like a change.
    private static List<Endpoint> endpoints(String name, UpstreamConfig config, List<EndpointConfig> discovered) {
        Map<Address, Endpoint> byAddress = new LinkedHashMap<>();
        for (EndpointConfig written : config.endpoints()) {
            if (discovered.isEmpty() || !written.address().isNamed()) {
                byAddress.put(written.address(), Endpoint.of(name, written));
            }
        }
        discovered.stream()
                .sorted(Comparator.comparing(found -> found.address().toString()))
                .forEach(found -> byAddress.putIfAbsent(found.address(), Endpoint.of(name, found)));
        return List.copyOf(byAddress.values());
    }

    private static boolean picksAlike(Upstream before, UpstreamConfig config, List<Endpoint> endpoints) {
        return before.config().balance() == config.balance()
                && before.config().hash().equals(config.hash())
                && before.endpoints().equals(endpoints);
    }

    private static Balancer balancer(UpstreamConfig config, Optional<HashKey> key, List<Endpoint> endpoints) {
        return switch (config.balance()) {
            case ROUND_ROBIN -> new RoundRobin();
            case RANDOM -> new WeightedRandom();
            case LEAST_REQUESTS -> new LeastRequests();
            case TWO_CHOICES -> new TwoChoices(TwoChoices.Measure.REQUESTS);
            case PEAK_EWMA -> new TwoChoices(TwoChoices.Measure.LATENCY);
            case HASH -> hash(config.hash().orElse(DEFAULT_HASH).algorithm(), key.orElseThrow(), endpoints);
        };
    }

    private static Balancer hash(HashConfig.Algorithm algorithm, HashKey key, List<Endpoint> endpoints) {
        return new BoundedHash(
                key,
                table(algorithm, endpoints, Endpoint.Role.PRIMARY),
                table(algorithm, endpoints, Endpoint.Role.BACKUP));
    }

    private static KeyTable table(HashConfig.Algorithm algorithm, List<Endpoint> endpoints, Endpoint.Role role) {
        return switch (algorithm) {
            case RING -> new RingTable(endpoints, role);
            case MAGLEV -> new MaglevTable(endpoints, role);
        };
    }
}
