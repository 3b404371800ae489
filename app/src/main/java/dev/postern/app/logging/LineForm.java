package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** What an event of the log looks like. */
interface LineForm {
    void append(ILoggingEvent event, StringBuilder out);
}
