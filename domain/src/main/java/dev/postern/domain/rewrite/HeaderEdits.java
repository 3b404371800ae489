package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

    private record Field(Slice name, Template value) {}

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

    static boolean isHost(String name, Side side) {
        return side == Side.REQUEST && name.equalsIgnoreCase("host");
    }

    private static Field field(String name, String value, Vocabulary vocabulary, String path, Faults faults) {
        Template template = Template.compile(value, Destination.HEADER_VALUE, vocabulary, null, path, faults);
        return new Field(Slice.of(name), template);
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
            ByteBuilder value = scope.scratch();
            if (field.value.append(scope, value) && trim(value, scope.fieldValue())) {
                sink.add(scope.fieldName().set(field.name), scope.fieldValue());
            }
        }
    }

    /** Points {@code into} at what was written, without white space around it; false when nothing is left. */
    private static boolean trim(ByteBuilder written, Slice into) {
        byte[] bytes = written.array();
        int start = 0;
        int end = written.length();
        while (start < end && isSpace(bytes[start])) {
            start++;
        }
        while (end > start && isSpace(bytes[end - 1])) {
            end--;
        }
        into.set(bytes, start, end);
        return start < end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
