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
 * Defaults are among them, what is absent or empty is not. Values that are secrets by their name or form are hidden, and what
 * took the place of a variable or a file is shown as it was written.
 */
public final class ConfigTree {
    public static final String HIDDEN = "(hidden)";

    private static final String TOKEN = "token";
    private static final int SHORTEST_FOUND = 6;
    private static final List<String> SECRET_WORDS = List.of(
            "authorization", "cookie", "credential", "passwd", "password", "secret", "token", "api-key", "apikey");

    private final Map<String, String> replaced;

    private ConfigTree(Map<String, String> replaced) {
        this.replaced = replaced;
    }

    /** Equal to another only when what it hides is. */
    private record Secret(Object value, String shown) {
        @Override
        public String toString() {
            return shown;
        }
    }

    public static Map<String, Object> of(Record value) {
        return shown(new ConfigTree(Map.of()).record("", value));
    }

    public static Map<String, Object> of(Element element) {
        return shown(tree(element));
    }

    private static Map<String, Object> tree(Element element) {
        return new ConfigTree(element.replaced()).record(element.id().path(), element.value());
    }

    /** Every single value by its path within the record. Secrets can be compared, and print as hidden. */
    static Map<String, Object> leaves(Record value) {
        return leaves(new ConfigTree(Map.of()).record("", value));
    }

    private static Map<String, Object> leaves(Map<String, Object> tree) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        flatten("", tree, leaves);
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

    private Map<String, Object> record(String path, Record value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            String name = component.getName();
            // why: a single value in the record's place stands at the record's own path.
            boolean isShort = component.isAnnotationPresent(ShortForm.class) && replaced.containsKey(path);
            plain(isShort ? path : path + "." + name, read(component, value))
                    .ifPresent(inner -> tree.put(name, name.equals(TOKEN) ? hidden(inner) : inner));
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

    private Optional<Object> plain(String path, Object value) {
        return switch (value) {
            case Optional<?> some -> some.flatMap(inner -> plain(path, inner));
            case Map<?, ?> map -> map.isEmpty() ? Optional.empty() : Optional.of(map(path, map));
            case List<?> list -> list.isEmpty() ? Optional.empty() : Optional.of(list(path, list));
            case Record inner
            when !isSingle(inner) ->
                Optional.of(record(path, inner)).filter(tree -> !tree.isEmpty()).map(tree -> tree);
            default -> {
                Object single = single(value);
                String written = replaced.get(path);
                yield Optional.of(written == null ? single : new Secret(single, written));
            }
        };
    }

    private static boolean isSingle(Record value) {
        return value instanceof Address
                || value instanceof Size
                || value instanceof Percent
                || value instanceof Expectation
                || value instanceof LogCondition;
    }

    private static Object single(Object value) {
        return switch (value) {
            case Enum<?> choice -> spelling(choice);
            case Duration duration -> text(duration);
            case Boolean bool -> bool;
            case Number number -> number;
            case String text -> isSecretText(text) ? hidden(text) : text;
            default -> value.toString();
        };
    }

    private static Object hidden(Object value) {
        return value instanceof Secret ? value : new Secret(value, HIDDEN);
    }

    /** In the order of names, as maps that were read have none. */
    private Map<String, Object> map(String path, Map<?, ?> written) {
        Map<String, Object> tree = new TreeMap<>();
        written.forEach((key, value) -> {
            String name = String.valueOf(key);
            plain(path + "." + name, value)
                    .ifPresent(inner -> tree.put(name, isSecretName(name) ? hidden(inner) : inner));
        });
        return tree;
    }

    private List<Object> list(String path, List<?> written) {
        List<Object> plain = new ArrayList<>(written.size());
        for (int i = 0; i < written.size(); i++) {
            // why: a single value in a list's place stands at the list's own path.
            String at = replaced.containsKey(path) ? path : path + "[" + i + "]";
            plain(at, written.get(i)).ifPresent(plain::add);
        }
        return plain;
    }

    /** Whether a header field or the like of this name is kept to itself. */
    public static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.endsWith("file") && SECRET_WORDS.stream().anyMatch(lower::contains);
    }

    private static boolean isSecretText(String text) {
        return text.startsWith("Bearer ") || text.startsWith("Basic ") || CertificateConfig.isText(text);
    }

    /** What took the place of variables and files in texts, with what was written for it; not what is too short to find. */
    public static Map<String, String> replacements(Element element) {
        Map<String, String> found = new LinkedHashMap<>();
        if (element.replaced().isEmpty()) {
            return found;
        }
        for (Object leaf : leaves(tree(element)).values()) {
            for (Object each : leaf instanceof List<?> list ? list : List.of(leaf)) {
                if (each instanceof Secret(Object value, String shown) && shown.contains("${")) {
                    pieces(String.valueOf(value instanceof Secret(Object inner, var _) ? inner : value), shown, found);
                }
            }
        }
        return found;
    }

    /** What stands in a text where variables were written: found by the plain text between them. */
    private static void pieces(String text, String written, Map<String, String> found) {
        int start = written.indexOf("${");
        int at = start;
        while (start >= 0 && at <= text.length()) {
            int end = written.indexOf('}', start) + 1;
            int next = written.indexOf("${", end);
            String plain = written.substring(end, next < 0 ? written.length() : next);
            int stop = next < 0 ? text.length() - plain.length() : text.indexOf(plain, at);
            if (stop - at >= SHORTEST_FOUND) {
                found.put(text.substring(at, stop), written.substring(start, end));
            }
            at = Math.max(at, stop) + plain.length();
            start = next;
        }
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

    /** In which single values two elements differ, by path. */
    public static List<Difference> differences(Element before, Element after) {
        return differences(leaves(tree(before)), leaves(tree(after)));
    }

    /** In which single values two records differ, by path. */
    public static List<Difference> differences(Record before, Record after) {
        return differences(leaves(before), leaves(after));
    }

    private static List<Difference> differences(Map<String, Object> was, Map<String, Object> is) {
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
