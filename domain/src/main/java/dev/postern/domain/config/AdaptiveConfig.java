package dev.postern.domain.config;

/** A limit of requests that follows how fast an upstream answers. */
public record AdaptiveConfig(
        @ShortForm @Default("shadow") @Doc("shadow: only shows what it would allow; enforce: more than that wait.")
        Mode mode,

        @Default("50%") @Doc("How much longer than at rest answers may take, in the middle, before it allows less.")
        Percent tolerance,

        @Default("8") @Bounds(min = 1, max = 1_000_000) @Doc("It never allows less.")
        int min,

        @Default("1000") @Bounds(min = 1, max = 1_000_000) @Doc("It never allows more.")
        int max) {

    public enum Mode {
        SHADOW,
        ENFORCE
    }
}
