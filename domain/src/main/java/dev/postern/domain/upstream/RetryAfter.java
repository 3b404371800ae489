package dev.postern.domain.upstream;

import dev.postern.domain.bytes.Slice;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** The value of {@code Retry-After}, RFC 9110 §10.2.3: seconds, or a date. */
public final class RetryAfter {
    private static final long MOST_SECONDS = 3600;

    private RetryAfter() {}

    /** How long it asks to wait; 0 where it says nothing that can be understood, and an hour at most. */
    public static long nanos(Slice value, long epochSeconds) {
        long seconds = isDigits(value) ? seconds(value) : untilDate(value, epochSeconds);
        return Math.clamp(seconds, 0, MOST_SECONDS) * 1_000_000_000L;
    }

    private static boolean isDigits(Slice value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.at(i) < '0' || value.at(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static long seconds(Slice value) {
        long seconds = 0;
        for (int i = 0; i < value.length() && seconds < MOST_SECONDS; i++) {
            seconds = seconds * 10 + value.at(i) - '0';
        }
        return seconds;
    }

    private static long untilDate(Slice value, long epochSeconds) {
        try {
            return OffsetDateTime.parse(value.text(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toEpochSecond()
                    - epochSeconds;
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
