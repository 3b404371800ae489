package dev.postern.config.file;

import dev.postern.config.file.Node.Entry;
import dev.postern.config.file.Node.ListNode;
import dev.postern.config.file.Node.MapNode;
import dev.postern.config.file.Node.Refused;
import dev.postern.config.file.Node.Scalar;
import dev.postern.config.file.RecordSchema.Field;
import dev.postern.domain.config.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the value of one element of its nodes and notes where each key stands. A key that is wrong is told where the
 * key is, a value that is wrong where the value is. What can't be made is null, and told; its neighbours are still read.
 */
final class Binder {
    private final Problems problems;
    private final Substitution substitution;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> replaced = new HashMap<>();

    Binder(Problems problems, Substitution substitution) {
        this.problems = problems;
        this.substitution = substitution;
    }

    /** Where every key that was bound stands, by path. */
    Map<String, Place> places() {
        return Map.copyOf(places);
    }

    /** What is written where something else took its place, by path. */
    Map<String, String> replaced() {
        return Map.copyOf(replaced);
    }

    /** Binds what stands at a path, whose place is given. */
    @Nullable
    Object bind(Kind kind, Node node, String path, Place place) {
        places.put(path, place);
        return value(kind, node, path);
    }

    private @Nullable Object value(Kind kind, Node node, String path) {
        if (node instanceof Refused refused) {
            problems.error(refused, path, refused.message());
            return null;
        }
        if (node instanceof Scalar scalar && scalar.isNull()) {
            problems.error(node, path, "nothing is written here, expected " + kind.expected() + empty(kind));
            return null;
        }
        return switch (kind) {
            case Kind.One one -> one(one.type(), node, path);
            case Kind.Maybe maybe -> {
                Object value = value(maybe.kind(), node, path);
                yield value == null ? null : Optional.of(value);
            }
            case Kind.Many many -> many(many, node, path);
            case Kind.Named named -> named(named, node, path);
            case Kind.Keys keys -> keys(keys, node, path);
        };
    }

    private static String empty(Kind kind) {
        return switch (kind) {
            case Kind.Many _ -> "; an empty list is written []";
            case Kind.Named _ -> "; an empty map is written {}";
            case Kind.Keys keys -> keys.absent().isPresent() ? "; an empty map is written {}" : "";
            case Kind.Maybe maybe -> empty(maybe.kind());
            case Kind.One one -> one.type() instanceof PlainValues.Text ? "; an empty text is written \"\"" : "";
        };
    }

    private @Nullable Object one(ScalarType type, Node node, String path) {
        if (!(node instanceof Scalar scalar)) {
            return mismatch(type.expected(), node, path, unquoted(node));
        }
        String text = scalar.text();
        boolean isReplaced = false;
        try {
            if (text.contains("${")) {
                String resolved = substitution.resolve(text);
                isReplaced = !resolved.equals(Substitution.unescape(text));
                if (isReplaced) {
                    replaced.put(path, text);
                }
                text = resolved;
            }
        } catch (BadValueException unresolved) {
            problems.error(node, path, unresolved.hint());
            return null;
        }
        try {
            return type.parse(text);
        } catch (BadValueException bad) {
            if (!isReplaced) {
                return mismatch(type.expected(), node, path, bad.hint());
            }
            // why: what a variable or a file holds may be a secret.
            problems.error(node, path, scalar.found() + " stands for something that isn't " + type.expected());
            return null;
        }
    }

    /** Text such as {id}/x is a map to YAML. */
    private static String unquoted(Node node) {
        boolean braces = node instanceof MapNode map
                && !map.entries().isEmpty()
                && map.entries().stream().allMatch(entry -> entry.value() instanceof Scalar value && value.isNull());
        return braces ? "text that begins with a brace needs quotes" : "";
    }

    private @Nullable Object mismatch(String expected, Node node, String path, String hint) {
        String end = hint.isEmpty() ? "" : "; " + hint;
        problems.error(node, path, "found " + node.found() + ", expected " + expected + end);
        return null;
    }

    private @Nullable Object many(Kind.Many many, Node node, String path) {
        if (node instanceof MapNode) {
            return mismatch(many.expected(), node, path, "");
        }
        if (!(node instanceof ListNode list)) {
            Object only = value(many.item(), node, path);
            return only == null ? null : List.of(only);
        }
        List<Node> items = list.items();
        List<Object> values = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            Place place = problems.place(item.line(), item.column());
            Object value = bind(many.item(), item, path + "[" + i + "]", place);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == items.size() ? List.copyOf(values) : null;
    }

    private @Nullable Object named(Kind.Named named, Node node, String path) {
        if (!(node instanceof MapNode map)) {
            return mismatch(named.expected(), node, path, "");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : firstOfEach(map, path)) {
            String entryPath = path + "." + entry.key();
            if (entry.key().isBlank()) {
                problems.error(entry.line(), entry.column(), entryPath, "a name is empty");
            }
            Object value = bind(named.value(), entry.value(), entryPath, problems.place(entry.line(), entry.column()));
            if (value != null) {
                values.put(entry.key(), value);
            }
        }
        return values.size() == map.entries().size() ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable Object keys(Kind.Keys keys, Node node, String path) {
        RecordSchema schema = keys.schema();
        @Nullable Object[] values = new @Nullable Object[schema.size()];
        int before = problems.count();
        if (node instanceof MapNode map) {
            readKeys(schema, map, path, values);
        } else if (node instanceof Scalar && schema.shortForm().isPresent()) {
            Field field = schema.shortForm().get();
            values[field.index()] = value(field.kind(), node, path);
        } else {
            return mismatch(keys.expected(), node, path, "");
        }
        fillIn(schema, node, path, values);
        return problems.count() > before ? null : make(schema, node, path, values);
    }

    private void readKeys(RecordSchema schema, MapNode map, String path, @Nullable Object[] values) {
        for (Entry entry : firstOfEach(map, path)) {
            String keyPath = path + "." + entry.key();
            Optional<Field> field = schema.field(entry.key());
            if (field.isPresent()) {
                Place place = problems.place(entry.line(), entry.column());
                values[field.get().index()] = bind(field.get().kind(), entry.value(), keyPath, place);
            } else if (entry.value() instanceof Refused refused) {
                problems.error(refused, path, refused.message());
            } else {
                problems.error(entry.line(), entry.column(), keyPath, unknown("key", entry.key(), schema.keys()));
            }
        }
    }

    /** The keys of a map that was read, each once; a second one is told. */
    List<Entry> firstOfEach(MapNode map, String path) {
        Map<String, Entry> first = HashMap.newHashMap(map.entries().size());
        List<Entry> kept = new ArrayList<>(map.entries().size());
        for (Entry entry : map.entries()) {
            Entry earlier = first.putIfAbsent(entry.key(), entry);
            if (earlier == null) {
                kept.add(entry);
            } else {
                problems.error(
                        entry.line(),
                        entry.column(),
                        (path.isEmpty() ? "" : path + ".") + entry.key(),
                        "duplicate key " + Texts.quote(entry.key()) + "; it stands in line " + earlier.line()
                                + " already");
            }
        }
        return kept;
    }

    static String unknown(String what, String key, List<String> known) {
        String found = "unknown " + what + " " + Texts.quote(key);
        return Texts.nearest(key, known)
                .map(near -> found + "; did you mean `" + near + "`?")
                .orElseGet(() -> found + "; known here: " + String.join(", ", known));
    }

    private void fillIn(RecordSchema schema, Node node, String path, @Nullable Object[] values) {
        for (Field field : schema.fields()) {
            if (values[field.index()] != null) {
                continue;
            }
            if (field.absent().isPresent()) {
                values[field.index()] = field.absent().get();
            } else if (!isWritten(node, field, schema)) {
                Place place = places.getOrDefault(path, problems.place(node.line(), node.column()));
                problems.error(
                        place,
                        path + "." + field.key(),
                        "the key `" + field.key() + "` is missing"
                                + (field.doc().isEmpty() ? "" : ": " + field.doc()));
            }
        }
    }

    private static boolean isWritten(Node node, Field field, RecordSchema schema) {
        return node instanceof MapNode map
                ? map.entries().stream().anyMatch(entry -> entry.key().equals(field.key()))
                : schema.shortForm().filter(field::equals).isPresent();
    }

    @SuppressWarnings("NullAway") // why: every value is there when no problem was told.
    private @Nullable Object make(RecordSchema schema, Node node, String path, @Nullable Object[] values) {
        try {
            return schema.make(values);
        } catch (BadValueException refused) {
            problems.error(node, path, refused.hint());
            return null;
        }
    }
}
