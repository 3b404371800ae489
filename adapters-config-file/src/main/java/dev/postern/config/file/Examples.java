package dev.postern.config.file;

import dev.postern.config.file.RecordSchema.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * What could be written for each key: from {@code examples.properties}, and where that has none, made from what the key
 * takes. For the schema and the reference only.
 */
final class Examples {
    private static final Properties WRITTEN = load();

    private Examples() {}

    private static Properties load() {
        Properties written = new Properties();
        try (InputStream in = Objects.requireNonNull(Examples.class.getResourceAsStream("examples.properties"));
                InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            written.load(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return written;
    }

    /** The keys that have one of their own: Route.priority. */
    static List<String> written() {
        return WRITTEN.stringPropertyNames().stream().sorted().toList();
    }

    /** As flow YAML; empty for a map whose own keys have theirs. */
    static Optional<String> of(RecordSchema record, Field field) {
        String own = WRITTEN.getProperty(record.name() + "." + field.key());
        return own == null ? sample(field.kind()) : Optional.of(own);
    }

    /** A value that the key takes, also where no example is shown. */
    static String valueOf(RecordSchema record, Field field) {
        return of(record, field).orElseGet(() -> whole(field.kind()));
    }

    /** An example as JSON would write it. */
    static Object value(String example) {
        try {
            return TreeReader.read("example: " + example)
                    .map(map -> ((Node.MapNode) map).entries().getFirst().value())
                    .map(Examples::value)
                    .orElse("");
        } catch (UnreadableException wrong) {
            throw new IllegalArgumentException(example, wrong);
        }
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.MapNode map -> {
                Map<String, Object> values = new LinkedHashMap<>();
                map.entries().forEach(entry -> values.put(entry.key(), value(entry.value())));
                yield values;
            }
            case Node.ListNode list ->
                list.items().stream().map(Examples::value).toList();
            case Node.Scalar(var _, var _, String text, Node.Style style)
            when style == Node.Style.PLAIN -> {
                yield text.matches("true|false") ? Boolean.valueOf(text) : number(text);
            }
            case Node.Scalar quoted -> quoted.text();
            case Node.Refused refused -> throw new IllegalArgumentException(refused.message());
        };
    }

    private static Object number(String text) {
        return text.matches("-?(0|[1-9][0-9]{0,9})") ? (Object) Long.valueOf(text) : text;
    }

    private static Optional<String> sample(Kind kind) {
        return switch (kind) {
            case Kind.One one -> Optional.of(quoted(one.type().form().sample()));
            case Kind.Maybe maybe -> sample(maybe.kind());
            case Kind.Many many -> sample(many.item()).map(item -> "[" + item + "]");
            case Kind.Named named -> sample(named.value()).map(value -> "{ name: " + value + " }");
            case Kind.Keys _ -> Optional.empty();
        };
    }

    private static String quoted(String sample) {
        return sample.contains(": ") || sample.endsWith(":") || sample.startsWith(":") ? "\"" + sample + "\"" : sample;
    }

    private static String whole(Kind kind) {
        return switch (kind) {
            case Kind.Keys keys -> required(keys.schema());
            case Kind.Maybe maybe -> whole(maybe.kind());
            case Kind.Many many -> "[" + whole(many.item()) + "]";
            case Kind.Named named -> "{ name: " + whole(named.value()) + " }";
            case Kind.One one -> quoted(one.type().form().sample());
        };
    }

    /** A map with nothing but the keys that it must have. */
    static String required(RecordSchema record) {
        StringBuilder keys = new StringBuilder();
        for (Field field : record.fields()) {
            if (field.absent().isEmpty()) {
                keys.append(keys.isEmpty() ? "" : ", ")
                        .append(field.key())
                        .append(": ")
                        .append(valueOf(record, field));
            }
        }
        return "{ " + keys.append(" }");
    }
}
