package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of a line in UTC, whose text is made once a second. One worker's. */
final class TimeText {
    private final DateTimeFormatter format;
    private byte[] text = {};
    private long second = Long.MIN_VALUE;

    TimeText(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    void append(long millis, ByteBuilder line) {
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            second = now;
            text = Ascii.bytes(format.format(Instant.ofEpochSecond(now)));
        }
        line.append(text);
    }
}
