package dev.postern.config.file;

import dev.postern.domain.config.Element;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Elements as lines to compare: each key with its place, what was not written left out. */
final class ModelDump {
    private final StringBuilder lines = new StringBuilder();
    private final Element element;

    private ModelDump(Element element) {
        this.element = element;
    }

    static String of(List<Element> elements) {
        StringBuilder all = new StringBuilder();
        for (Element element : elements) {
            ModelDump dump = new ModelDump(element);
            dump.line(element.id().path(), element.value().getClass().getSimpleName());
            dump.record(element.id().path(), element.value());
            all.append(dump.lines);
        }
        return all.toString();
    }

    private void record(String path, Record value) {
        RecordSchema schema = RecordSchema.of(value.getClass());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object inner = read(component, value);
            boolean asAbsent =
                    schema.field(component.getName()).orElseThrow().absent().equals(Optional.of(inner));
            if (!asAbsent) {
                value(path + "." + component.getName(), inner);
            }
        }
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(component.toString(), impossible);
        }
    }

    private void value(String path, Object value) {
        switch (value) {
            case Optional<?> some -> value(path, some.orElseThrow());
            case Map<?, ?> map -> map.forEach((key, inner) -> value(path + "." + key, inner));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    value(path + "[" + i + "]", list.get(i));
                }
            }
            case Record record
            when isKeys(record) -> {
                line(path, record.getClass().getSimpleName());
                record(path, record);
            }
            default -> line(path, "<" + value.toString().replace("\n", "\\n") + ">");
        }
    }

    private static boolean isKeys(Record value) {
        return value.getClass().getSimpleName().endsWith("Config")
                || value.getClass().isMemberClass();
    }

    private void line(String path, String value) {
        String place = element.places().containsKey(path)
                ? element.places().get(path).line() + ":"
                        + element.places().get(path).column()
                : "-";
        lines.append(path)
                .append(" = ")
                .append(value)
                .append("  @")
                .append(place)
                .append('\n');
    }
}
