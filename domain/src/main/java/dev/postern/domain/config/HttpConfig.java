package dev.postern.domain.config;

import java.time.Duration;

/** Limits and times of HTTP on a listener. */
public record HttpConfig(
        @Default("32KiB") @Doc("Largest request head; 431 above it.")
        Size maxHeaderSize,

        @Default("100") @Bounds(min = 1, max = 10_000) @Doc("Most header fields in a head; 431 above it.")
        int maxHeaders,

        @Default("0") @Doc("Largest request body; 413 above it; 0 is no limit.")
        Size maxBodySize,

        @Default("10s") @Doc("The whole head must arrive within it: 408.")
        Duration headerTimeout,

        @Default("60s") @Doc("How long an unused connection is kept.")
        Duration idleTimeout,

        @Default("30s") @Doc("Longest pause between two reads of a body.")
        Duration bodyTimeout,

        @Default("0") @Bounds @Doc("A connection is closed after this many requests; 0 is no limit.")
        int maxRequestsPerConnection) {}
