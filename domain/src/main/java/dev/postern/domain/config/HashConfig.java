package dev.postern.domain.config;

/** How balance: hash picks. */
public record HashConfig(
        @ShortForm @Default("client-ip") @Doc("client-ip, header:NAME, cookie:NAME, query:NAME or path.")
        String on,

        @Default("ring") @Doc("Both move few keys when endpoints change; maglev spreads more evenly.")
        Algorithm algorithm) {

    public enum Algorithm {
        RING,
        MAGLEV
    }
}
