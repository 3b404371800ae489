package dev.postern.domain.config;

import java.time.Duration;

/** Keeps a client at its endpoint by a cookie. */
public record StickyConfig(
        @ShortForm @Default("POSTERN") @Doc("Name of the cookie.")
        String cookie,

        @Default("1h") @Doc("How long the client keeps it.") Duration ttl) {}
