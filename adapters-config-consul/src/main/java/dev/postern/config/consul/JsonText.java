package dev.postern.config.consul;

import java.util.Map;
import java.util.stream.Collectors;

/** Maps, lists, numbers and texts as JSON. */
final class JsonText {
    private JsonText() {}

    static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Iterable<?> items -> {
                StringBuilder text = new StringBuilder("[");
                for (Object item : items) {
                    text.append(text.length() == 1 ? "" : ", ").append(of(item));
                }
                yield text.append(']').toString();
            }
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
