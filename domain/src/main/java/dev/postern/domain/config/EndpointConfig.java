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
        Optional<String> zone,

        @Default("off")
        @Doc(
                "on: takes only clients that stick to it, and finishes what is under way; close: its unused connections are"
                        + " closed as well.")
        Drain drain) {

    public enum Drain {
        OFF,
        ON,
        CLOSE
    }

    /** One that does not drain. */
    public EndpointConfig(Address address, int weight, boolean backup, Optional<String> zone) {
        this(address, weight, backup, zone, Drain.OFF);
    }

    /** The same share, role, place and state, at another address. */
    public EndpointConfig at(Address other) {
        return new EndpointConfig(other, weight, backup, zone, drain);
    }
}
