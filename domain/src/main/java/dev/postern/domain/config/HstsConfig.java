package dev.postern.domain.config;

import java.time.Duration;

/** What browsers are told of coming back by https only. */
public record HstsConfig(
        @ShortForm @Doc("How long they remember it; 0s has them forget it.")
        Duration maxAge,

        @Default("false") @Doc("Whether it holds for all names below as well.")
        boolean includeSubDomains,

        @Default("false") @Doc("Whether the name may go into the lists that browsers are built with.")
        boolean preload) {}
