package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The line that says when a response was made (RFC 9110 §5.6.7), written anew once a second. One loop owns it. */
public final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LongSupplier epochMillis;
    private long second = Long.MIN_VALUE;
    private byte[] line = {};

    public DateField(LongSupplier epochMillis) {
        this.epochMillis = epochMillis;
    }

    byte[] line() {
        long now = Math.floorDiv(epochMillis.getAsLong(), 1000L);
        if (now != second) {
            second = now;
            line = Ascii.bytes(FORMAT.format(Instant.ofEpochSecond(now)));
        }
        return line;
    }
}
