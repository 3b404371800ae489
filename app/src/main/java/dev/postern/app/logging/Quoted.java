package dev.postern.app.logging;

/** A value of a log line: quoted, on one line, whatever it holds. Made a text only when the line is written. */
public record Quoted(Object value) {
    @Override
    public String toString() {
        return '"' + escaped(String.valueOf(value), true) + '"';
    }

    /** Without quotes, where a line ends with it. */
    static String onOneLine(String text) {
        return escaped(text, false);
    }

    private static String escaped(String text, boolean isWithinQuotes) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append(isWithinQuotes ? "\\" : "").append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return out.toString();
    }

    /** What was between the quotes, as it was before. */
    static String undone(String escaped) {
        StringBuilder out = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\' && i + 1 < escaped.length()) {
                c = switch (escaped.charAt(++i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> escaped.charAt(i);
                };
            }
            out.append(c);
        }
        return out.toString();
    }
}
