package dev.postern.domain.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A configuration record as it would be written: maps, lists, texts, numbers and booleans, by the keys of the language.
 * Defaults are among them, what is absent or empty is not. Values that are secrets by their name or form are hidden.
 */
public final class ConfigTree {
    public static final String HIDDEN = "(hidden)";

    private static final List<String> SECRET_WORDS = List.of(
            "authorization", "cookie", "credential", "passwd", "password", "secret", "token", "api-key", "apikey");

    private ConfigTree() {}

    /** Equal to another only when what it hides is. */
    private record Secret(Object value) {
        @Override
        public String toString() {
            return HIDDEN;
        }
    }

    public static Map<String, Object> of(Record value) {
        return shown(record(value));
    }

    /** Every single value by its path within the record. Secrets can be compared, and print as hidden. */
    static Map<String, Object> leaves(Record value) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        flatten("", record(value), leaves);
        return leaves;
    }

    private static void flatten(String path, Object value, Map<String, Object> leaves) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> flatten(path.isEmpty() ? "" + key : path + "." + key, inner, leaves));
            case List<?> list
            when list.stream().anyMatch(Map.class::isInstance) -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(path + "[" + i + "]", list.get(i), leaves);
                }
            }
            default -> leaves.put(path, value);
        }
    }

    private static Map<String, Object> shown(Map<?, ?> tree) {
        Map<String, Object> shown = new LinkedHashMap<>();
        tree.forEach((key, value) -> shown.put(String.valueOf(key), shown(value)));
        return shown;
    }

    private static Object shown(Object value) {
        return switch (value) {
            case Map<?, ?> map -> shown(map);
            case List<?> list -> list.stream().map(ConfigTree::shown).toList();
            case Secret secret -> secret.toString();
            default -> value;
        };
    }

    private static Map<String, Object> record(Record value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            plain(read(component, value)).ifPresent(inner -> tree.put(component.getName(), inner));
        }
        return tree;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(component.toString(), impossible);
        }
    }

    private static Optional<Object> plain(Object value) {
        return switch (value) {
            case Optional<?> some -> some.flatMap(ConfigTree::plain);
            case Map<?, ?> map -> map.isEmpty() ? Optional.empty() : Optional.of(map(map));
            case List<?> list -> list.isEmpty() ? Optional.empty() : Optional.of(list(list));
            case Enum<?> choice -> Optional.of(spelling(choice));
            case Duration duration -> Optional.of(text(duration));
            case Boolean bool -> Optional.of(bool);
            case Number number -> Optional.of(number);
            case String text -> Optional.of(isSecretText(text) ? new Secret(text) : text);
            case Address address -> Optional.of(address.toString());
            case Size size -> Optional.of(size.toString());
            case Percent percent -> Optional.of(percent.toString());
            case StatusRange range -> Optional.of(range.toString());
            case Record inner ->
                Optional.of(record(inner)).filter(tree -> !tree.isEmpty()).map(tree -> tree);
            default -> Optional.of(value.toString());
        };
    }

    /** In the order of names, as maps that were read have none. */
    private static Map<String, Object> map(Map<?, ?> written) {
        Map<String, Object> tree = new TreeMap<>();
        written.forEach((key, value) -> {
            String name = String.valueOf(key);
            plain(value).ifPresent(inner -> tree.put(name, isSecretName(name) ? new Secret(inner) : inner));
        });
        return tree;
    }

    private static List<Object> list(List<?> written) {
        List<Object> plain = new ArrayList<>(written.size());
        written.forEach(item -> plain(item).ifPresent(plain::add));
        return plain;
    }

    private static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.endsWith("file") && SECRET_WORDS.stream().anyMatch(lower::contains);
    }

    private static boolean isSecretText(String text) {
        return text.startsWith("Bearer ") || text.startsWith("Basic ");
    }

    private static String spelling(Enum<?> choice) {
        try {
            Spelling spelling =
                    choice.getDeclaringClass().getField(choice.name()).getAnnotation(Spelling.class);
            return spelling == null ? choice.name().toLowerCase(Locale.ROOT).replace('_', '-') : spelling.value();
        } catch (NoSuchFieldException impossible) {
            throw new LinkageError(choice.toString(), impossible);
        }
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long[] sizes = {3_600_000, 60_000, 1000, 1};
        String[] units = {"h", "m", "s", "ms"};
        for (int i = 0; i < sizes.length; i++) {
            if (millis >= sizes[i]) {
                text.append(millis / sizes[i]).append(units[i]);
                millis %= sizes[i];
            }
        }
        return text.toString();
    }

    /** In which single values two records differ, by path. */
    public static List<Difference> differences(Record before, Record after) {
        Map<String, Object> was = leaves(before);
        Map<String, Object> is = leaves(after);
        List<Difference> differences = new ArrayList<>();
        was.forEach((path, value) -> {
            Object now = is.get(path);
            if (!value.equals(now)) {
                differences.add(new Difference(
                        path,
                        Optional.of(value.toString()),
                        Optional.ofNullable(now).map(Object::toString)));
            }
        });
        is.forEach((path, value) -> {
            if (!was.containsKey(path)) {
                differences.add(new Difference(path, Optional.empty(), Optional.of(value.toString())));
            }
        });
        return differences;
    }

    /**
     * One value that differs.
     *
     * @param path within its element: {@code match.prefix}
     */
    public record Difference(String path, Optional<String> before, Optional<String> after) {
        @Override
        public String toString() {
            if (before.isEmpty()) {
                return path + ": " + after.orElse("");
            }
            return path + ": " + before.get() + " -> " + after.orElse("(none)");
        }
    }
}
