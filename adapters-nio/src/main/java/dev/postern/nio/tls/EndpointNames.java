package dev.postern.nio.tls;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose certificates an upstream's endpoints must show: what the configuration says, else the name that an endpoint was
 * looked up by, else its address. Immutable.
 */
record EndpointNames(Optional<String> written, List<Address> named, List<String> lookedUp) {
    static final EndpointNames NONE = new EndpointNames(Optional.empty(), List.of(), List.of());

    static EndpointNames of(UpstreamConfig upstream) {
        return new EndpointNames(
                upstream.tls().flatMap(UpstreamTlsConfig::serverName),
                upstream.endpoints().stream()
                        .map(EndpointConfig::address)
                        .filter(Address::isNamed)
                        .toList(),
                upstream.discover().getOrDefault("dns", Map.of()).getOrDefault("name", List.of()));
    }

    /** why by the port: of names that were looked up only their addresses are left, and what is one name for certain is taken. */
    String of(Address endpoint) {
        if (written.isPresent() || endpoint.isUnix()) {
            return written.orElse("localhost");
        }
        List<String> candidates = Stream.concat(
                        named.stream()
                                .filter(each -> each.port() == endpoint.port())
                                .map(Address::host),
                        lookedUp.stream())
                .distinct()
                .toList();
        return candidates.size() == 1 && !endpoint.isNamed() ? candidates.getFirst() : endpoint.host();
    }
}
