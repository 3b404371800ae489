package dev.postern.domain.config;

import java.util.Map;

/** An answer made by the proxy. */
public record RespondConfig(
        @Default("200") @Bounds(min = 200, max = 599) @Doc("Status code.")
        int status,

        @ShortForm @Default("") @Doc("The body.") String body,

        @Default("text/plain; charset=utf-8") @Doc("Content-Type of the body.")
        String contentType,

        @Doc("More header fields.") Map<String, String> headers) {}
