package dev.postern.domain.config;

import java.util.Optional;

/** One address that serves an upstream. */
public record EndpointConfig(
        @ShortForm @Doc("host:port or unix:/path.") Address address,

        @Default("1") @Bounds(min = 0, max = 65_535) @Doc("Its share of the traffic; 0 takes none.")
        int weight,

        @Default("false") @Doc("Used only when no other endpoint can serve.")
        boolean backup,

        @Doc("Where it stands; the proxy's own zone is preferred.")
        Optional<String> zone) {}
