package dev.postern.domain.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When to try again. A route that writes nothing of it tries as {@code { on: [connect, reset], bufferBody: 0 }} says. */
public record RetryConfig(
        @Default("3") @Bounds(min = 1, max = 10) @Doc("Tries in all, the first included.")
        int attempts,

        @Default("connect, reset, 502, 503, 504, timeout")
        @Doc("What is tried again: connect, reset, timeout, or a status code from 500 to 599, or 429.")
        List<String> on,

        @Doc("Longest time for one try.") Optional<Duration> perTryTimeout,

        @Default("GET, HEAD, PUT, DELETE, OPTIONS")
        @Doc("Methods that may be tried again after an endpoint may have seen the request.")
        List<String> methods,

        @Default("64KiB") @Doc("Request bodies up to this size are kept to be sent again.")
        Size bufferBody,

        @Doc(
                "Asks a second endpoint where the first one takes long: GET and other methods that may be done twice, without a body.")
        Optional<HedgeConfig> hedge) {}
