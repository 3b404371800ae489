package dev.postern.domain.upstream;

/** A counter in steps of the golden ratio, its bits mixed (SplitMix64). */
final class SeededRandomness implements Randomness {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long position;

    SeededRandomness(long seed) {
        position = seed;
    }

    @Override
    public long next() {
        position += STEP;
        long bits = (position ^ position >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }
}
