package dev.postern.nio.health;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamConfig.ProxyProtocol;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.transport.ProxyHeaderEncoder;
import dev.postern.nio.upstream.Connector;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;

/**
 * Who is asked what. Upstreams that have the same target share its probes.
 *
 * @param secured the upstream whose TLS is spoken; empty for none
 */
record ProbeTarget(Address address, HealthConfig question, ProxyProtocol header, String secured) {
    private static final byte[] NOTHING = {};
    private static final UnixDomainSocketAddress NOBODY = UnixDomainSocketAddress.of("");

    static ProbeTarget of(EndpointId endpoint, HealthConfig health, UpstreamConfig upstream) {
        return new ProbeTarget(
                endpoint.address(),
                health.question(),
                upstream.proxyProtocol(),
                upstream.tls().isPresent() ? endpoint.upstream() : "");
    }

    Connector.Call call(ClientContext.Speaks speaks) {
        return new Connector.Call(secured, address, speaks, ByteBuffer.wrap(introduction()));
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
