package dev.postern.domain.upstream;

import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.HashConfig;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.config.UpstreamConfig.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an upstream with the defaults of the configuration language, and what a test wants to be different. */
public final class UpstreamFixture {
    public static final String NAME = "users";

    private List<EndpointConfig> endpoints = new ArrayList<>();
    private Balance balance = Balance.ROUND_ROBIN;
    private Optional<HashConfig> hash = Optional.empty();
    private Optional<StickyConfig> sticky = Optional.empty();
    private Optional<HealthConfig> health = Optional.empty();
    private Optional<OutliersConfig> outliers = Optional.empty();
    private Map<String, Map<String, List<String>>> discover = Map.of();
    private int maxPerEndpoint;
    private int panicPercent;
    private LimitsConfig limits = new LimitsConfig(0, new Percent(20), 3);
    private Duration slowStart = Duration.ZERO;

    public static UpstreamFixture upstream(Balance balance) {
        UpstreamFixture fixture = new UpstreamFixture();
        fixture.balance = balance;
        return fixture;
    }

    public static Address address(int number) {
        return new Address("10.0." + number / 200 + "." + number % 200, 8080);
    }

    public static EndpointId id(int number) {
        return new EndpointId(NAME, address(number));
    }

    public static EndpointConfig endpoint(int number, int weight) {
        return new EndpointConfig(address(number), weight, false, Optional.empty());
    }

    /** Endpoints 0 to count, of weight 1. */
    public UpstreamFixture endpoints(int count) {
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(i, 1));
        }
        return this;
    }

    /** Endpoints numbered on from those there are. */
    public UpstreamFixture weights(int... weights) {
        for (int weight : weights) {
            endpoints.add(endpoint(endpoints.size(), weight));
        }
        return this;
    }

    public UpstreamFixture backups(int count) {
        for (int i = 0; i < count; i++) {
            endpoints.add(new EndpointConfig(address(endpoints.size()), 1, true, Optional.empty()));
        }
        return this;
    }

    public UpstreamFixture inZone(String zone, int count) {
        for (int i = 0; i < count; i++) {
            endpoints.add(new EndpointConfig(address(endpoints.size()), 1, false, Optional.of(zone)));
        }
        return this;
    }

    public UpstreamFixture without(int number) {
        endpoints.removeIf(endpoint -> endpoint.address().equals(address(number)));
        return this;
    }

    public UpstreamFixture these(List<EndpointConfig> exactly) {
        endpoints = new ArrayList<>(exactly);
        return this;
    }

    public UpstreamFixture hash(String on, HashConfig.Algorithm algorithm) {
        hash = Optional.of(new HashConfig(on, algorithm));
        return this;
    }

    public UpstreamFixture sticky(String cookie) {
        return sticky(new StickyConfig(cookie, Duration.ofHours(1)));
    }

    public UpstreamFixture sticky(StickyConfig config) {
        sticky = Optional.of(config);
        return this;
    }

    public UpstreamFixture health(HealthConfig config) {
        health = Optional.of(config);
        return this;
    }

    public UpstreamFixture outliers(OutliersConfig config) {
        outliers = Optional.of(config);
        return this;
    }

    public UpstreamFixture discover(String key) {
        discover = Map.of(key, Map.of("service", List.of(NAME)));
        return this;
    }

    public UpstreamFixture maxPerEndpoint(int connections) {
        maxPerEndpoint = connections;
        return this;
    }

    public UpstreamFixture panicThreshold(int percent) {
        panicPercent = percent;
        return this;
    }

    public UpstreamFixture limits(int maxRequests, int budgetPercent, int minRetries) {
        limits = new LimitsConfig(maxRequests, new Percent(budgetPercent), minRetries);
        return this;
    }

    public UpstreamFixture adaptive(AdaptiveConfig config) {
        limits = new LimitsConfig(0, 0, Optional.of(config), new Percent(20), 3);
        return this;
    }

    public UpstreamFixture slowStart(Duration time) {
        slowStart = time;
        return this;
    }

    public UpstreamConfig config() {
        return new UpstreamConfig(
                List.copyOf(endpoints),
                discover,
                balance,
                hash,
                sticky,
                Protocol.HTTP1,
                Optional.empty(),
                UpstreamConfig.ProxyProtocol.OFF,
                new ConnectionsConfig(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        maxPerEndpoint,
                        64,
                        1024,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        0),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                health,
                outliers,
                new Percent(panicPercent),
                limits,
                slowStart);
    }

    public Upstream compile() {
        return compile(List.of(), Optional.empty());
    }

    public Upstream compile(List<EndpointConfig> discovered, Optional<Upstream> previous) {
        BalancerFactory factory = new BalancerFactory(new byte[] {1});
        return switch (factory.compile(NAME, config(), discovered, previous)) {
            case BalancerFactory.Result.Ready ready -> ready.upstream();
            case BalancerFactory.Result.Faulty faulty ->
                throw new AssertionError(faulty.faults().toString());
        };
    }

    public UpstreamState state() {
        UpstreamState state = new UpstreamState(compile(), WorkerSeat.only(), 0);
        if (maxPerEndpoint > 0) {
            state.endpoints().forEach(each -> each.limitedBy(() -> each.inFlight() < maxPerEndpoint));
        }
        if (limits.maxRequests() > 0) {
            state.limitedBy(() -> state.inFlight() < limits.maxRequests());
        }
        return state;
    }
}
