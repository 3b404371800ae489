package dev.postern.domain.config;

/** Sends the client elsewhere. */
public record RedirectConfig(
        @ShortForm @Doc("A template of the new location.") String to,

        @Default("308") @Bounds(min = 300, max = 399) @Doc("301, 302, 303, 307 or 308.")
        int status) {}
