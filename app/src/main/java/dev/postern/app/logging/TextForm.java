package dev.postern.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** For people: time, level, event, then its pairs; a stack follows on lines of its own. On a terminal the time is that of the place. */
final class TextForm implements LineForm {
    private static final Map<Level, String> COLOURS =
            Map.of(Level.ERROR, "\033[31m", Level.WARN, "\033[33m", Level.INFO, "\033[32m", Level.DEBUG, "\033[36m");
    private static final String FAINT = "\033[2m";
    private static final String STRONG = "\033[1m";
    private static final String PLAIN = "\033[0m";

    private final DateTimeFormatter time;
    private final boolean isColoured;

    TextForm(boolean isTerminal, boolean isColoured) {
        time = isTerminal
                ? DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault())
                : UTC;
        this.isColoured = isColoured;
    }

    @Override
    public void append(ILoggingEvent event, StringBuilder out) {
        in(FAINT, time.format(Instant.ofEpochMilli(event.getTimeStamp())), out);
        String level = event.getLevel().toString();
        in(COLOURS.getOrDefault(event.getLevel(), FAINT), level, out.append(' '));
        out.repeat(' ', 6 - level.length());
        List<Pair> pairs = Pair.of(event);
        if (pairs.isEmpty()) {
            in(FAINT, event.getLoggerName(), out);
            out.append(' ').append(Quoted.onOneLine(event.getFormattedMessage()));
        } else {
            append(pairs, out);
        }
        if (event.getThrowableProxy() != null) {
            out.append('\n')
                    .append(ThrowableProxyUtil.asString(event.getThrowableProxy())
                            .stripTrailing());
        }
    }

    private void append(List<Pair> pairs, StringBuilder out) {
        for (Pair pair : pairs) {
            String value = String.valueOf(pair.value());
            if (pair.key().equals("event")) {
                in(STRONG, value, out);
            } else {
                in(FAINT, pair.key() + "=", out.append(' '));
                out.append(isBare(value) ? value : new Quoted(value).toString());
            }
        }
    }

    private static boolean isBare(String value) {
        return !value.isEmpty()
                && value.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0));
    }

    private void in(String colour, String text, StringBuilder out) {
        if (isColoured) {
            out.append(colour).append(text).append(PLAIN);
        } else {
            out.append(text);
        }
    }
}
