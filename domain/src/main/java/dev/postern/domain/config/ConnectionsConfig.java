package dev.postern.domain.config;

import java.time.Duration;

/** Connections to the endpoints of an upstream. */
public record ConnectionsConfig(
        @Default("2s") @Doc("Longest time to connect.") Duration connectTimeout,

        @Default("60s") @Doc("How long an unused connection is kept.")
        Duration idleTimeout,

        @Default("0") @Bounds @Doc("Most connections to one endpoint; 0 is no limit.")
        int maxPerEndpoint,

        @Default("64") @Bounds @Doc("Most unused connections kept to one endpoint.")
        int maxIdlePerEndpoint,

        @Default("1024") @Bounds @Doc("Most requests that wait for a connection, or within limits; 503 above it.")
        int maxWaiting,

        @Default("5s") @Doc("Longest wait for a connection, or within limits: 503.")
        Duration waitTimeout,

        @Default("0s") @Doc("How long a connection is used for new requests; 0s is no limit.")
        Duration maxLifetime,

        @Default("0") @Bounds @Doc("Most requests on one connection; 0 is no limit.")
        int maxRequestsPerConnection) {}
