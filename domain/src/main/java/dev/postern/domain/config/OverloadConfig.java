package dev.postern.domain.config;

import java.time.Duration;

/** What happens when there is more to do than can be done. */
public record OverloadConfig(
        @ShortForm
        @Default("shed")
        @Doc("shed: a share of the requests is answered with 503 at once, as large as it takes; ignore: all wait.")
        Policy policy,

        @Default("250ms")
        @Doc("A worker is overloaded when its turns take longer than this, one after the other; 0s: never.")
        Duration lag,

        @Default("90%")
        @Doc("The process is overloaded when more than this of the heap is in use after a full collection; 0%: never.")
        Percent heap,

        @Default("2s") @Doc("How long an unused connection of a client is kept meanwhile.")
        Duration idleTimeout) {

    public enum Policy {
        SHED,
        IGNORE
    }
}
