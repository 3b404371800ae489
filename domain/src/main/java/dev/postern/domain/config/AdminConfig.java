package dev.postern.domain.config;

/** The admin API. */
public record AdminConfig(
        @Default("127.0.0.1:9901") @Doc("Where the admin API listens.")
        Address address) {}
