package dev.postern.config.file;

import dev.postern.domain.config.Default;
import dev.postern.domain.config.Doc;
import dev.postern.domain.config.ShortForm;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one record of the model, found by reflection once. Immutable. */
final class RecordSchema {
    private static final ClassValue<RecordSchema> KNOWN = new ClassValue<>() {
        @Override
        protected RecordSchema computeValue(Class<?> type) {
            return new RecordSchema(type);
        }
    };

    /**
     * One key.
     *
     * @param absent its value when it is not written; empty where it must be
     * @param standard the default as the operator would write it
     */
    record Field(int index, String key, Kind kind, Optional<Object> absent, Optional<String> standard, String doc) {}

    private final String name;
    private final Constructor<?> constructor;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Optional<Field> shortForm;
    private final Optional<Record> defaults;

    private RecordSchema(Class<?> type) {
        name = name(type);
        RecordComponent[] components = type.getRecordComponents();
        List<Field> shortForms = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Field field = field(i, components[i]);
            fields.put(field.key(), field);
            if (components[i].isAnnotationPresent(ShortForm.class)) {
                shortForms.add(field);
            }
        }
        shortForm = shortForms.stream().findFirst();
        constructor = constructor(type, components);
        defaults = withDefaults();
    }

    static RecordSchema of(Class<? extends Record> type) {
        return KNOWN.get(type);
    }

    private static Field field(int index, RecordComponent component) {
        Kind kind = Kinds.of(component);
        Doc doc = component.getAnnotation(Doc.class);
        Default standard = component.getAnnotation(Default.class);
        return new Field(
                index,
                component.getName(),
                kind,
                Kinds.whenAbsent(component, kind),
                Optional.ofNullable(standard).map(Default::value),
                doc == null ? "" : doc.value());
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
        try {
            return type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new LinkageError(type.getName(), impossible);
        }
    }

    private Optional<Record> withDefaults() {
        Object[] values = new Object[fields.size()];
        for (Field field : fields.values()) {
            if (field.absent().isEmpty()) {
                return Optional.empty();
            }
            values[field.index()] = field.absent().get();
        }
        try {
            return Optional.of(make(values));
        } catch (BadValueException unfit) {
            return Optional.empty();
        }
    }

    private static String name(Class<?> type) {
        String own = type.getSimpleName().replaceFirst("Config$", "");
        return type.getEnclosingClass() == null ? own : name(type.getEnclosingClass()) + "." + own;
    }

    /** Names it in the schema and in the reference: Route, Rewrite.Regex. */
    String name() {
        return name;
    }

    List<String> keys() {
        return List.copyOf(fields.keySet());
    }

    Iterable<Field> fields() {
        return fields.values();
    }

    Optional<Field> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    int size() {
        return fields.size();
    }

    /** The field that a single value in the record's place means. */
    Optional<Field> shortForm() {
        return shortForm;
    }

    /** The record where nothing is written; empty where something must be. */
    Optional<Record> defaults() {
        return defaults;
    }

    Record make(Object[] values) throws BadValueException {
        try {
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            Throwable cause = refused.getTargetException();
            throw new BadValueException(String.valueOf(cause.getMessage()));
        } catch (InstantiationException | IllegalAccessException impossible) {
            throw new LinkageError(constructor.toString(), impossible);
        }
    }
}
