package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.endpoint;
import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.AdaptiveConfig.Mode;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.HashConfig.Algorithm;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Fault;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerFactoryTest {
    private static final Address NAMED = new Address("users.internal", 80);

    private static List<Fault> faults(UpstreamFixture fixture) {
        BalancerFactory factory = new BalancerFactory(new byte[] {1});
        return switch (factory.compile("users", fixture.config(), List.of(), Optional.empty())) {
            case BalancerFactory.Result.Ready _ -> List.of();
            case BalancerFactory.Result.Faulty faulty -> faulty.faults();
        };
    }

    private static UpstreamFixture roundRobin() {
        return upstream(Balance.ROUND_ROBIN).endpoints(2);
    }

    private static HealthConfig health(Optional<String> path, boolean tcp, Duration interval) {
        return new HealthConfig(
                path,
                Optional.empty(),
                Map.of(),
                tcp,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                interval,
                Duration.ofSeconds(2),
                2,
                3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-ip", "path", "header:X-User", "cookie:sid", "query:user", "query:a[b]"})
    void takesEveryKindOfKey(String on) {
        assertEquals(List.of(), faults(upstream(Balance.HASH).endpoints(2).hash(on, Algorithm.RING)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "heder:X-User | found 'heder:X-User', expected client-ip, header:NAME, cookie:NAME, query:NAME or path;"
                        + " did you mean 'header:X-User'?",
                "client_ip    | found 'client_ip', expected client-ip, header:NAME, cookie:NAME, query:NAME or path;"
                        + " did you mean 'client-ip'?",
                "moon         | found 'moon', expected client-ip, header:NAME, cookie:NAME, query:NAME or path",
                "header       | found 'header', expected header:NAME",
                "header:      | found 'header:', expected header:NAME",
                "header:a b   | found 'header:a b', expected header:NAME",
                "cookie:a;b   | found 'cookie:a;b', expected cookie:NAME",
                "query:a&b    | found 'query:a&b', expected query:NAME",
                "path:/a      | found 'path:/a', expected path",
            })
    void refusesKeysItDoesNotKnow(String on, String message) {
        assertEquals(
                List.of(new Fault("upstreams.users.hash.on", message)),
                faults(upstream(Balance.HASH).endpoints(2).hash(on, Algorithm.MAGLEV)));
    }

    @Test
    void refusesAHashThatNothingUses() {
        assertEquals(
                List.of(new Fault("upstreams.users.hash", "needs balance: hash")),
                faults(roundRobin().hash("path", Algorithm.RING)));
    }

    @Test
    void hashesOnTheClientWhereNothingElseIsSaid() {
        assertEquals(List.of(), faults(upstream(Balance.HASH).endpoints(2)));
    }

    @Test
    void anAdaptiveLimitHasRoomBetweenItsBounds() {
        assertEquals(
                List.of("upstreams.users.limits.adaptive.max", "upstreams.users.limits.adaptive.tolerance"),
                faults(roundRobin().adaptive(new AdaptiveConfig(Mode.SHADOW, new Percent(0), 10, 9))).stream()
                        .map(Fault::path)
                        .toList());
    }

    @Test
    void tellsAllFaultsAtOnce() {
        UpstreamFixture fixture = upstream(Balance.ROUND_ROBIN)
                .these(List.of(endpoint(1, 1), endpoint(2, 1), endpoint(1, 5)))
                .sticky(new StickyConfig("a b", Duration.ZERO))
                .health(health(Optional.of("healthz"), true, Duration.ZERO))
                .outliers(new OutliersConfig(
                        5,
                        new Percent(0),
                        Duration.ofSeconds(10),
                        20,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(3),
                        new Percent(101)))
                .panicThreshold(200)
                .slowStart(Duration.ofSeconds(-1));
        assertEquals(
                List.of(
                        "upstreams.users.endpoints[2]",
                        "upstreams.users.sticky.cookie",
                        "upstreams.users.sticky.ttl",
                        "upstreams.users.health",
                        "upstreams.users.health.interval",
                        "upstreams.users.outliers.maxEjectFor",
                        "upstreams.users.outliers.maxEjected",
                        "upstreams.users.panicThreshold",
                        "upstreams.users.slowStart"),
                faults(fixture).stream().map(Fault::path).toList());
    }

    @Test
    void needsEndpointsFromSomewhere() {
        assertEquals(
                List.of(new Fault("upstreams.users", "needs endpoints or discover")), faults(upstream(Balance.RANDOM)));
        assertEquals(List.of(), faults(upstream(Balance.RANDOM).discover("consul")));
    }

    @Test
    void whatIsWrittenByNameStandsAsideForItsAddresses() {
        UpstreamFixture fixture = upstream(Balance.ROUND_ROBIN)
                .these(List.of(new EndpointConfig(NAMED, 1, false, Optional.empty()), endpoint(0, 1)));
        assertEquals(List.of(new EndpointId("users", NAMED), id(0)), ids(fixture.compile(List.of(), Optional.empty())));
        assertEquals(
                List.of(id(0), id(1), id(2)),
                ids(fixture.compile(List.of(endpoint(2, 1), endpoint(1, 1)), Optional.empty())));
    }

    private static List<EndpointId> ids(Upstream upstream) {
        return upstream.endpoints().stream().map(Endpoint::id).toList();
    }

    @Test
    void discoveredEndpointsFollowTheWrittenOnesInAnOrderOfTheirOwn() {
        UpstreamFixture fixture = upstream(Balance.ROUND_ROBIN).weights(7).discover("consul");
        Upstream first = fixture.compile(List.of(endpoint(2, 1), endpoint(0, 1), endpoint(1, 1)), Optional.empty());
        assertEquals(
                List.of(id(0), id(1), id(2)),
                first.endpoints().stream().map(Endpoint::id).toList());
        assertEquals(7, first.endpoints().getFirst().weight());
        assertSame(first, fixture.compile(List.of(endpoint(1, 1), endpoint(2, 1)), Optional.of(first)));
        assertNotSame(first, fixture.compile(List.of(endpoint(1, 1)), Optional.of(first)));
    }

    @Test
    void anotherKeyMakesAnotherTable() {
        Upstream before =
                upstream(Balance.HASH).endpoints(2).hash("path", Algorithm.RING).compile();
        Upstream after = upstream(Balance.HASH)
                .endpoints(2)
                .hash("client-ip", Algorithm.RING)
                .compile(List.of(), Optional.of(before));
        assertNotSame(before.balancer(), after.balancer());
        assertInstanceOf(BoundedHash.class, after.balancer());
    }
}
