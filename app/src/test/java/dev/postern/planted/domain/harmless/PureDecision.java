package dev.postern.planted.domain.harmless;

import com.google.re2j.Pattern;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

public final class PureDecision {
    public int draw(long seed) {
        return new Random(seed).nextInt();
    }

    public long millis(Duration duration) {
        return TimeUnit.NANOSECONDS.toMillis(duration.toNanos());
    }

    public Instant at(long epochSeconds) {
        return Instant.ofEpochSecond(epochSeconds);
    }

    public Pattern pattern(String text) {
        return Pattern.compile(text);
    }

    public String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public long next(AtomicLong counter) {
        return counter.incrementAndGet();
    }
}
