package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.MessageFormatter;

/**
 * A key of a line and its value: our messages are {@code event=name key={} ...}. Taken from the message before its values are
 * put in, so that no value can look like another key.
 *
 * @param value a number, or a text
 */
record Pair(String key, Object value) {
    private static final String HOLE = "{}";
    private static final Object[] NONE = {};

    /** In the order of the message; none where the message is prose, as those of libraries are. */
    static List<Pair> of(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        List<Pair> pairs = new ArrayList<>();
        if (!read(event.getMessage(), arguments == null ? NONE : arguments, pairs)) {
            return List.of();
        }
        List<KeyValuePair> more = event.getKeyValuePairs();
        if (more != null) {
            more.forEach(each -> pairs.add(new Pair(each.key, plain(each.value))));
        }
        return pairs;
    }

    private static boolean read(String pattern, Object[] arguments, List<Pair> pairs) {
        int used = 0;
        int at = 0;
        while (at < pattern.length()) {
            int end = endOf(pattern, at);
            String piece = pattern.substring(at, end);
            if (piece.equals(HOLE) && used < arguments.length) {
                // why: a line that was made elsewhere and gets a key more here.
                if (!read(String.valueOf(arguments[used++]), NONE, pairs)) {
                    return false;
                }
            } else {
                int equals = keyEnd(piece, 0);
                if (equals < 0) {
                    return false;
                }
                int holes = holes(piece);
                Object[] own = List.of(arguments)
                        .subList(Math.min(used, arguments.length), Math.min(used + holes, arguments.length))
                        .toArray();
                used += holes;
                pairs.add(new Pair(piece.substring(0, equals), value(piece.substring(equals + 1), own)));
            }
            at = end + 1;
        }
        return !pairs.isEmpty();
    }

    /** Where the pair that begins here ends: at a space that a key follows, as quotes within a text need not be escaped. */
    private static int endOf(String pattern, int from) {
        int space = pattern.indexOf(' ', from);
        while (space >= 0 && keyEnd(pattern, space + 1) < 0 && !pattern.startsWith(HOLE, space + 1)) {
            space = pattern.indexOf(' ', space + 1);
        }
        return space < 0 ? pattern.length() : space;
    }

    /** Where the equals sign of the key is that begins here; -1 if none does. */
    private static int keyEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        return at > from && at < text.length() && text.charAt(at) == '=' ? at : -1;
    }

    private static int holes(String piece) {
        int count = 0;
        for (int at = piece.indexOf(HOLE); at >= 0; at = piece.indexOf(HOLE, at + 2)) {
            count++;
        }
        return count;
    }

    private static Object value(String template, Object[] arguments) {
        if (template.equals(HOLE) && arguments.length == 1) {
            return plain(arguments[0]);
        }
        boolean isQuoted = template.length() >= 2 && template.startsWith("\"") && template.endsWith("\"");
        String inner = isQuoted ? template.substring(1, template.length() - 1) : template;
        if (arguments.length == 0) {
            return isQuoted ? Quoted.undone(inner) : inner;
        }
        return String.valueOf(MessageFormatter.basicArrayFormat(inner, arguments));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Quoted quoted -> String.valueOf(quoted.value());
            case Number number -> number;
            case null, default -> String.valueOf(value);
        };
    }
}
