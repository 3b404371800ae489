package dev.postern.config.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a kind of value is told to people and to editors.
 *
 * @param name what the reference calls it: duration
 * @param sample one that is allowed
 * @param schema its JSON Schema; a text with a variable in it passes too, as nobody knows yet what it stands for
 */
record Form(String name, String sample, Map<String, Object> schema) {
    static final String VARIABLE = "\\$\\{";

    /** Any value that JSON writes without brackets. */
    static Form any(String name, String sample) {
        return new Form(name, sample, Map.of("type", List.of("string", "number", "boolean")));
    }

    /** A text of this pattern. */
    static Form text(String name, String sample, String pattern) {
        return new Form(name, sample, pattern(List.of("string"), pattern));
    }

    /** A text of this pattern, or a number that is written without quotes. */
    static Form textOrNumber(String name, String sample, String pattern, long min, long max) {
        Map<String, Object> schema = pattern(List.of("string", "integer"), pattern);
        schema.put("minimum", min);
        schema.put("maximum", max);
        return new Form(name, sample, schema);
    }

    static Form choice(List<String> choices) {
        return new Form(
                String.join(
                        ", ", choices.stream().map(choice -> "`" + choice + "`").toList()),
                choices.getLast(),
                Map.of("anyOf", List.of(Map.of("enum", choices), Map.of("type", "string", "pattern", VARIABLE))));
    }

    static Form truth() {
        return new Form("`true`, `false`", "true", pattern(List.of("boolean", "string"), "true|false"));
    }

    private static Map<String, Object> pattern(List<String> types, String pattern) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", types.size() == 1 ? types.getFirst() : types);
        schema.put("pattern", "^(?:" + pattern + ")$|" + VARIABLE);
        return schema;
    }
}
