package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import java.util.Locale;
import java.util.Optional;

/** A request header that tells an endpoint how much time is left for its answer. Immutable and shared by all workers. */
public final class DeadlineHeader {
    private final Slice name;
    private final byte[] key;

    private DeadlineHeader(String name) {
        this.name = Slice.of(name);
        key = Ascii.bytes(name.toLowerCase(Locale.ROOT));
    }

    /** Empty where the name can't be that of such a header. */
    public static Optional<DeadlineHeader> compile(String name, String path, Faults faults) {
        boolean allowed = RefusedFields.allows(name, path, faults);
        if (name.equalsIgnoreCase("host") || name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-")) {
            faults.add(path, name + " has a meaning of its own; expected a name like X-Request-Timeout");
            return Optional.empty();
        }
        return allowed ? Optional.of(new DeadlineHeader(name)) : Optional.empty();
    }

    public Slice name() {
        return name;
    }

    /** Whether a field has its name. */
    public boolean is(Slice field) {
        return field.isIgnoringCase(key);
    }
}
