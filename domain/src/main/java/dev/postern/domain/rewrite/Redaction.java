package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import java.util.List;

/** Leaves out the values of header fields and query parameters that are nobody's business. One worker's. */
public final class Redaction {
    private static final byte[] HIDDEN = Ascii.bytes("***");

    private final NameSet names;
    private final ByteBuilder text = new ByteBuilder(256);
    private final Slice name = new Slice();
    private final Slice result = new Slice();

    public Redaction(List<String> names) {
        this.names = NameSet.of(names);
    }

    /** The value of a field, as it may be written. */
    public Slice field(Slice fieldName, Slice value) {
        return names.contains(fieldName) ? result.set(HIDDEN, 0, HIDDEN.length) : value;
    }

    /** A URL with the values of its query that may not be written replaced. */
    public Slice url(Slice url) {
        int at = names.isEmpty() ? -1 : url.indexOf('?', 0);
        return at < 0 ? url : withoutValues(url, at + 1);
    }

    /** As {@link #url}, of a query alone. */
    public Slice query(Slice query) {
        return names.isEmpty() ? query : withoutValues(query, 0);
    }

    private Slice withoutValues(Slice of, int queryFrom) {
        text.clear().append(of.array(), of.start(), of.start() + queryFrom);
        int from = queryFrom;
        while (from <= of.length()) {
            int end = of.indexOf('&', from);
            end = end < 0 ? of.length() : end;
            parameter(of, from, end);
            if (end < of.length()) {
                text.append('&');
            }
            from = end + 1;
        }
        return text.slice(0, result);
    }

    private void parameter(Slice target, int from, int end) {
        int equals = target.indexOf('=', from);
        boolean hasValue = equals >= 0 && equals < end;
        int nameEnd = hasValue ? equals : end;
        name.set(target.array(), target.start() + from, target.start() + nameEnd);
        if (hasValue && names.contains(name)) {
            text.append(name).append('=').append(HIDDEN);
        } else {
            text.append(target.array(), target.start() + from, target.start() + end);
        }
    }
}
