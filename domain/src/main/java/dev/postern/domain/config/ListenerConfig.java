package dev.postern.domain.config;

import java.util.Optional;

/** Where clients come in. */
public record ListenerConfig(
        @Doc("Where to listen: host:port, :port for all interfaces, or unix:/path.")
        Address address,

        @Default("http") @Doc("What is spoken: http, or tcp for anything else.")
        Protocol protocol,

        @Default("off") @Doc("Whether a PROXY header (v1 or v2) from trusted proxies is read.")
        ProxyProtocol proxyProtocol,

        @Doc("Turns TLS on; the protocol stays http or tcp.")
        Optional<ListenerTlsConfig> tls,

        @Bounds(min = 1, max = 65_535)
        @Doc(
                "Answers what no route that names this listener takes with a redirect to https at this port, as a rule 443.")
        Optional<Integer> redirectToHttps,

        @Doc("Limits and times of HTTP.") HttpConfig http,
        @Doc("Times of TCP.") TcpConfig tcp,

        @Default("10000") @Bounds(min = 1) @Doc("The listener stops accepting above this many connections.")
        int maxConnections,

        @Doc("For tcp: the upstream of everything that no route claims.")
        Optional<String> upstream) {

    public enum Protocol {
        HTTP,
        TCP
    }

    public enum ProxyProtocol {
        OFF,
        ACCEPT
    }
}
