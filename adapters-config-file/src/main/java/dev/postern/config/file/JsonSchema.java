package dev.postern.config.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.postern.config.file.RecordSchema.Field;
import dev.postern.domain.config.ProxyConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration language as a JSON Schema (2020-12), made from the records. It is as strict as a schema can be:
 * what it refuses is refused when the text is read; what it takes may still refer to nothing. Used once, by one thread.
 */
final class JsonSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Map<String, Object> definitions = new TreeMap<>();
    private final Deque<RecordSchema> ahead = new ArrayDeque<>();
    private final Set<String> met = new LinkedHashSet<>();

    private JsonSchema() {}

    /** Of a whole document. */
    static String ofDocument() {
        return new JsonSchema().write("Postern configuration", RecordSchema.of(ProxyConfig.class));
    }

    /** Of one element, as a store holds it. */
    static String ofElement(String section, Class<? extends Record> type) {
        return new JsonSchema().write("Postern configuration: one of " + section, RecordSchema.of(type));
    }

    private String write(String title, RecordSchema root) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("title", title);
        schema.putAll(keysOf(root));
        while (!ahead.isEmpty()) {
            RecordSchema next = ahead.removeFirst();
            definitions.put(next.name(), keysOf(next));
        }
        schema.put("$defs", definitions);
        return json(schema);
    }

    private Map<String, Object> keysOf(RecordSchema record) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field field : record.fields()) {
            properties.put(field.key(), property(record, field));
            if (field.absent().isEmpty()) {
                required.add(field.key());
            }
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "object");
        map.put("properties", properties);
        map.put("additionalProperties", false);
        if (!required.isEmpty()) {
            map.put("required", required);
        }
        return record.shortForm()
                .map(field -> Map.<String, Object>of("anyOf", List.of(map, schema(field.kind()))))
                .orElse(map);
    }

    private Map<String, Object> property(RecordSchema record, Field field) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", field.doc());
        field.standard().ifPresent(text -> property.put("default", standard(field.kind(), text)));
        Examples.of(record, field).ifPresent(example -> property.put("examples", List.of(Examples.value(example))));
        property.putAll(schema(field.kind()));
        if (record.name().equals("Proxy") && field.kind() instanceof Kind.Named) {
            property.put("propertyNames", Map.of("pattern", "^" + DocumentReading.NAME.pattern() + "$"));
        }
        return property;
    }

    private Map<String, Object> schema(Kind kind) {
        return switch (kind) {
            case Kind.One one -> one.type().form().schema();
            case Kind.Maybe maybe -> schema(maybe.kind());
            case Kind.Many many -> {
                Map<String, Object> item = schema(many.item());
                yield Map.of("anyOf", List.of(item, ordered("type", "array", "items", item)));
            }
            case Kind.Named named -> ordered("type", "object", "additionalProperties", schema(named.value()));
            case Kind.Keys keys -> {
                if (met.add(keys.schema().name())) {
                    ahead.add(keys.schema());
                }
                yield Map.of("$ref", "#/$defs/" + keys.schema().name());
            }
        };
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    /** The default as JSON would write it. */
    private static Object standard(Kind kind, String text) {
        return switch (kind) {
            case Kind.One(PlainValues.Whole _) -> Long.valueOf(text);
            case Kind.One(PlainValues.Truth _) -> Boolean.valueOf(text);
            case Kind.Many _ -> List.of(text.split(", ", -1));
            case Kind.Maybe maybe -> standard(maybe.kind(), text);
            default -> text;
        };
    }

    private static String json(Object schema) {
        StringWriter text = new StringWriter();
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
        try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
            generator.setPrettyPrinter(printer);
            write(generator, schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object item : list) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Boolean truth -> generator.writeBoolean(truth);
            case Long number -> generator.writeNumber(number);
            default -> generator.writeString(value.toString());
        }
    }
}
