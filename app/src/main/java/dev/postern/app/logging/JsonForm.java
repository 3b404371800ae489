package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** For programs: one object a line. Pairs are fields of it, numbers where the code has a number; a library's prose is {@code message}. */
final class JsonForm implements LineForm {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public void append(ILoggingEvent event, StringBuilder out) {
        out.append("{\"time\":\"")
                .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
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
        text(key, out.append(','));
        out.append(':');
        if (value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else {
            text(String.valueOf(value), out);
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || (Character.isSurrogate(c) && !isPaired(text, i))) {
                        out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
