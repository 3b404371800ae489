package dev.postern.app.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes maps, lists, records and single values as JSON. What is absent is left out. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String text(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            write(json, value);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    field(json, String.valueOf(entry.getKey()), entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Record fields -> {
                json.writeStartObject();
                for (RecordComponent component : fields.getClass().getRecordComponents()) {
                    field(json, component.getName(), read(component, fields));
                }
                json.writeEndObject();
            }
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Enum<?> choice ->
                json.writeString(choice.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            default -> json.writeString(value.toString());
        }
    }

    private static void field(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Optional<?> some) {
            if (some.isPresent()) {
                field(json, name, some.get());
            }
        } else {
            json.writeFieldName(name);
            write(json, value);
        }
    }

    private static Object read(RecordComponent component, Record fields) {
        try {
            return component.getAccessor().invoke(fields);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(component.toString(), impossible);
        }
    }
}
