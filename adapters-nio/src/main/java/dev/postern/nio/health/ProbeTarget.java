package dev.postern.nio.health;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamConfig.ProxyProtocol;
import dev.postern.nio.transport.ProxyHeaderEncoder;
import java.net.UnixDomainSocketAddress;

/** Who is asked what. Upstreams that have the same target share its probes. */
record ProbeTarget(Address address, HealthConfig question, ProxyProtocol header) {
    private static final byte[] NOTHING = {};
    private static final UnixDomainSocketAddress NOBODY = UnixDomainSocketAddress.of("");

    static ProbeTarget of(Address address, HealthConfig health, UpstreamConfig upstream) {
        return new ProbeTarget(address, health.question(), upstream.proxyProtocol());
    }

    /** A PROXY header that says that there is no client. */
    byte[] introduction() {
        return switch (header) {
            case OFF -> NOTHING;
            case V1 -> ProxyHeaderEncoder.text(NOBODY, NOBODY);
            case V2 -> ProxyHeaderEncoder.binary(NOBODY, NOBODY);
        };
    }
}
