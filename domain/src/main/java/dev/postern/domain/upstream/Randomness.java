package dev.postern.domain.upstream;

/** Chance, given from outside so that tests can repeat it. One thread owns it. */
@FunctionalInterface
public interface Randomness {
    /** 64 random bits. */
    long next();

    /** From 0 to a bound, the bound excluded. */
    default long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** A small fast generator: good enough to spread load, not to keep secrets. */
    static Randomness seeded(long seed) {
        return new SeededRandomness(seed);
    }
}
