package dev.postern.app.cli;

import dev.postern.app.logging.JsonString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truths as JSON, indented, for what a command prints for other programs. */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String of(Object value) {
        JsonText json = new JsonText();
        json.value(value, "\n");
        return json.out.toString();
    }

    private void value(Object value, String line) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append("{}");
            case Map<?, ?> map -> {
                String deeper = line + "  ";
                Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                out.append('{');
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    out.append(deeper);
                    JsonString.append(String.valueOf(entry.getKey()), out);
                    out.append(": ");
                    value(entry.getValue(), deeper);
                    out.append(entries.hasNext() ? "," : line);
                }
                out.append('}');
            }
            case List<?> list when list.isEmpty() -> out.append("[]");
            case List<?> list -> {
                String deeper = line + "  ";
                Iterator<?> items = list.iterator();
                out.append('[');
                while (items.hasNext()) {
                    out.append(deeper);
                    value(items.next(), deeper);
                    out.append(items.hasNext() ? "," : line);
                }
                out.append(']');
            }
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> JsonString.append(value.toString(), out);
        }
    }
}
