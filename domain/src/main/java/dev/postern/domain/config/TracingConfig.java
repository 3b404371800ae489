package dev.postern.domain.config;

import java.util.Map;

/** Spans of requests, and whose traces go on. Nothing is made, and what comes passes untouched, unless this is written. */
public record TracingConfig(
        @ShortForm @Doc("Where spans go, by OTLP over HTTP: the whole URL, with its path.")
        String to,

        @Default("10%") @Doc("Share of the traces which begin here that is recorded; others are as their callers say.")
        Percent sample,

        @Default("everyone")
        @Doc("Whose traces go on: everyone, trusted-proxies (of forwarding), or nobody; others' are begun anew.")
        Follow follow,

        @Default("postern") @Doc("The name of this proxy in its spans: service.name.")
        String service,

        @Doc("Header fields for whoever takes the spans; best from a file: ${file:/run/secrets/traces}.")
        Map<String, String> headers) {

    public enum Follow {
        EVERYONE,
        TRUSTED_PROXIES,
        NOBODY
    }

    /** Without what the headers hold. */
    @Override
    public String toString() {
        return "TracingConfig[to=" + to + ", sample=" + sample + ", follow=" + follow + ", service=" + service
                + ", headers=" + headers.keySet() + "]";
    }
}
