package dev.postern.domain.config;

import java.time.Duration;
import java.util.Optional;

/** A route's times beside that of the whole exchange; what is not written is as its upstream, or its listener, has it. */
public record TimeoutsConfig(
        @Doc("Until the response head of one try: 504; the upstream's responseTimeout when not written.")
        Optional<Duration> response,

        @Doc(
                "Longest pause between two parts of a response's body; 0s is no limit; the upstream's bodyTimeout when not written.")
        Optional<Duration> body,

        @Default("1h")
        @Doc("How long a WebSocket, or what else a connection was upgraded to, may be silent; 0s is no limit.")
        Duration tunnel,

        @Doc("A request header that tells the endpoint how many milliseconds are left of timeout or perTryTimeout.")
        Optional<String> header) {}
