package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What an event of the log looks like. */
interface LineForm {
    /** The time of lines that are not for a terminal. */
    DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    void append(ILoggingEvent event, StringBuilder out);
}
