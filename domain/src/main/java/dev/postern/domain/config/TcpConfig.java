package dev.postern.domain.config;

import java.time.Duration;

/** Times of TCP on a listener. */
public record TcpConfig(
        @Default("1h") @Doc("How long a connection may be silent in both directions; 0s is no limit.")
        Duration idleTimeout,

        @Default("5s")
        @Doc("How long a PROXY header may take, and then a TLS hello where routes ask for its server name.")
        Duration helloTimeout) {}
