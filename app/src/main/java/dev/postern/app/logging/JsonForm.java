package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** For programs: one object a line. Pairs are fields of it, numbers where the code has a number; a library's prose is {@code message}. */
final class JsonForm implements LineForm {
    @Override
    public void append(ILoggingEvent event, StringBuilder out) {
        out.append("{\"time\":\"")
                .append(UTC.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append("\",\"level\":\"")
                .append(event.getLevel().toString().toLowerCase(Locale.ROOT))
                .append('"');
        List<Pair> pairs = Pair.of(event);
        pairs.forEach(pair -> field(pair.key(), pair.value(), out));
        if (pairs.isEmpty()) {
            field("message", event.getFormattedMessage(), out);
        }
        field("logger", event.getLoggerName(), out);
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            String message = thrown.getMessage();
            field("error", message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message, out);
            field("stack", ThrowableProxyUtil.asString(thrown).stripTrailing(), out);
        }
        out.append('}');
    }

    private static void field(String key, Object value, StringBuilder out) {
        JsonString.append(key, out.append(','));
        out.append(':');
        if (value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else {
            JsonString.append(String.valueOf(value), out);
        }
    }
}
