package dev.postern.domain.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A named group of interchangeable endpoints. */
public record UpstreamConfig(
        @Doc("Addresses that serve it.") List<EndpointConfig> endpoints,

        @Doc("Live endpoints, by the name of the discovery: consul, etcd or dns, each with its own keys.")
        Map<String, Map<String, List<String>>> discover,

        @Default("round-robin") @Doc("How an endpoint is picked.")
        Balance balance,

        @Doc("For balance: hash.") Optional<HashConfig> hash,
        @Doc("Keeps a client at its endpoint by a cookie.") Optional<StickyConfig> sticky,

        @Default("http1") @Doc("What is spoken to the endpoints.")
        Protocol protocol,

        @Doc("Turns TLS to the endpoints on.") Optional<UpstreamTlsConfig> tls,

        @Default("off") @Doc("For tcp: tells endpoints by a PROXY header who the client is; off, v1 or v2.")
        ProxyProtocol proxyProtocol,

        @Doc("Pools and waiting.") ConnectionsConfig connections,

        @Default("30s") @Doc("Until the response head: 504.")
        Duration responseTimeout,

        @Default("5m") @Doc("Longest pause between two parts of a response's body; 0s is no limit.")
        Duration bodyTimeout,

        @Doc("Probes.") Optional<HealthConfig> health,

        @Doc("Leaves out endpoints that fail under traffic.")
        Optional<OutliersConfig> outliers,

        @Default("0%") @Doc("Healthy share below which health is ignored; 0%: never, answer 503.")
        Percent panicThreshold,

        @Doc("Limits.") LimitsConfig limits,

        @Default("0s") @Doc("Weight grows from 10% over this time after joining or recovering.")
        Duration slowStart) {

    public enum Balance {
        ROUND_ROBIN,
        RANDOM,
        LEAST_REQUESTS,
        TWO_CHOICES,
        PEAK_EWMA,
        HASH
    }

    public enum ProxyProtocol {
        OFF,
        @Spelling("v1")
        V1,
        @Spelling("v2")
        V2
    }

    public enum Protocol {
        @Spelling("http1")
        HTTP1,
        @Spelling("h2")
        H2,
        @Spelling("h2c")
        H2C,
        AUTO
    }
}
