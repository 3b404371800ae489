package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the header fields of a request or a response. Whoever copies a message leaves out what these edits drop,
 * then lets them append. A value that comes out empty is not written. Immutable.
 */
public final class HeaderEdits {
    /** Whose fields are edited. */
    public enum Side {
        REQUEST,
        RESPONSE
    }

    /** @param constant its value where that is the same for every request, without white space around it */
    private record Field(
            Slice name, Template value, @Nullable Slice constant) {}

    public static final HeaderEdits NONE = new HeaderEdits(NameSet.of(), List.of());

    private final NameSet dropped;
    private final Field[] fields;

    private HeaderEdits(NameSet dropped, List<Field> fields) {
        this.dropped = dropped;
        this.fields = fields.toArray(new Field[0]);
    }

    /**
     * Compiles the edits of one message. {@code Host} of a request is left to {@link Rewrite}.
     *
     * @param path of the section, like {@code routes.users.requestHeaders}
     */
    public static HeaderEdits compile(
            HeaderEditsConfig config, Side side, Vocabulary vocabulary, String path, Faults faults) {
        Set<String> dropped = new HashSet<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < config.remove().size(); i++) {
            String name = config.remove().get(i);
            String at = path + ".remove[" + i + "]";
            if (isHost(name, side)) {
                faults.add(at, "Host can't be removed; it is changed with rewrite.host");
            } else if (RefusedFields.allows(name, at, faults)) {
                dropped.add(name.toLowerCase(Locale.ROOT));
            }
        }
        Set<String> set = new HashSet<>();
        config.set().forEach((name, value) -> {
            String at = path + ".set." + name;
            if (!isHost(name, side) && RefusedFields.allows(name, at, faults)) {
                if (!set.add(name.toLowerCase(Locale.ROOT))) {
                    faults.add(at, name + " is set twice; header names are the same in either case");
                }
                fields.add(field(name, value, vocabulary, at, faults));
            }
        });
        dropped.addAll(set);
        config.add().forEach((name, values) -> {
            String at = path + ".add." + name;
            if (isHost(name, side)) {
                faults.add(at, "a request has one Host; it is changed with rewrite.host");
            } else if (RefusedFields.allows(name, at, faults)) {
                values.forEach(value -> fields.add(field(name, value, vocabulary, at, faults)));
            }
        });
        return new HeaderEdits(NameSet.of(dropped), fields);
    }

    /** Header fields of an answer of our own. */
    static HeaderEdits ofOwn(Map<String, String> fields, Vocabulary vocabulary, String path, Faults faults) {
        List<Field> compiled = new ArrayList<>();
        fields.forEach((name, value) -> {
            String at = path + "." + name;
            if (RefusedFields.allows(name, at, faults)) {
                compiled.add(field(name, value, vocabulary, at, faults));
            }
        });
        return new HeaderEdits(NameSet.of(), compiled);
    }

    /** The fields of these edits and then those of others, of which nothing is dropped. */
    HeaderEdits and(HeaderEdits others) {
        List<Field> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of(others.fields));
        return new HeaderEdits(dropped, all);
    }

    /** The same, made of parts that others have as well. */
    public HeaderEdits sharing(Alike alike) {
        List<Field> shared = Arrays.stream(fields)
                .map(field -> alike.one(new Field(alike.one(field.name), field.value, field.constant)))
                .toList();
        return alike.one(new HeaderEdits(alike.one(dropped), shared));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderEdits edits
                && dropped.equals(edits.dropped)
                && Arrays.equals(fields, edits.fields);
    }

    @Override
    public int hashCode() {
        return 31 * dropped.hashCode() + Arrays.hashCode(fields);
    }

    static boolean isHost(String name, Side side) {
        return side == Side.REQUEST && name.equalsIgnoreCase("host");
    }

    private static Field field(String name, String value, Vocabulary vocabulary, String path, Faults faults) {
        Template template = Template.compile(value, Destination.HEADER_VALUE, vocabulary, null, path, faults);
        Slice constant = template.constant();
        return new Field(
                Slice.of(name),
                template,
                constant == null ? null : constant.trim().copy());
    }

    public boolean isEmpty() {
        return fields.length == 0 && dropped.isEmpty();
    }

    /** Whether a field that came in is left out while the others are copied. */
    public boolean drops(Slice name) {
        return dropped.contains(name);
    }

    /** Writes what is set, then what is added; also on a response the variables are those of its request. */
    public void appendTo(TemplateScope scope, HeaderSink sink) {
        for (Field field : fields) {
            Slice constant = field.constant;
            if (constant == null) {
                append(field, scope, sink);
            } else if (!constant.isEmpty()) {
                sink.add(field.name, constant);
            }
        }
    }

    private static void append(Field field, TemplateScope scope, HeaderSink sink) {
        ByteBuilder value = scope.scratch();
        if (field.value.append(scope, value)
                && !value.slice(0, scope.fieldValue()).trim().isEmpty()) {
            sink.add(field.name, scope.fieldValue());
        }
    }
}
