package dev.postern.app.logging;

/** A value of a log line: quoted, on one line, whatever it holds. Made a text only when the line is written. */
public record Quoted(Object value) {
    @Override
    public String toString() {
        String text = String.valueOf(value);
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(out, text.charAt(i));
        }
        return out.append('"').toString();
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append(Character.isISOControl(c) ? '?' : c);
        }
    }
}
