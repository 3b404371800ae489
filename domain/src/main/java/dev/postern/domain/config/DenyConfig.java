package dev.postern.domain.config;

/** Refuses. */
public record DenyConfig(
        @ShortForm @Default("403") @Bounds(min = 400, max = 599) @Doc("Status code.")
        int status) {}
