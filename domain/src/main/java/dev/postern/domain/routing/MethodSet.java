package dev.postern.domain.routing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The methods that a route takes: every one, or those listed, HEAD following GET. Immutable. */
final class MethodSet {
    static final MethodSet ALL = new MethodSet(List.of());

    private static final byte[] HEAD = Ascii.bytes("HEAD");

    private final List<String> names;
    /** With HEAD where GET is. */
    private final byte[][] accepted;

    private final boolean impliesHead;

    MethodSet(Collection<String> listed) {
        TreeSet<String> sorted = new TreeSet<>(listed);
        impliesHead = sorted.contains("GET") && sorted.add("HEAD");
        names = List.copyOf(sorted);
        accepted = names.stream().map(Ascii::bytes).toArray(byte[][]::new);
    }

    boolean isAll() {
        return accepted.length == 0;
    }

    boolean accepts(Slice method) {
        for (byte[] candidate : accepted) {
            if (method.is(candidate)) {
                return true;
            }
        }
        return accepted.length == 0;
    }

    /** True when it is HEAD that is asked for, and accepted only because GET is. */
    boolean acceptsByImplication(Slice method) {
        return impliesHead && method.is(HEAD);
    }

    /** Whether HEAD goes to the other one where nothing else tells the two apart. */
    boolean yieldsHeadTo(MethodSet other) {
        return impliesHead && !other.impliesHead && other.names.contains("HEAD");
    }

    boolean containsAll(MethodSet other) {
        return isAll() || (!other.isAll() && names.containsAll(other.names));
    }

    int size() {
        return accepted.length;
    }

    byte[] name(int index) {
        return accepted[index];
    }

    /** Sorted; empty for all. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
