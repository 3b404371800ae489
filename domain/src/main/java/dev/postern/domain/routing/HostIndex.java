package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What there is for exact hosts, for wildcards and for any host, and the order in which a host's matches are asked.
 * Immutable; changed versions share what did not change.
 */
record HostIndex<V extends Ranked>(
        ByteMap<V> exact, ByteMap<V> wildcards, @Nullable V any) {

    interface Visitor<V> {
        void visit(V value);
    }

    static <V extends Ranked> HostIndex<V> empty() {
        return new HostIndex<>(ByteMap.empty(), ByteMap.empty(), null);
    }

    /** Whether anything is for some hosts only. */
    boolean hasNames() {
        return !exact.isEmpty() || !wildcards.isEmpty();
    }

    /** The exact host first, then wildcards from the longest to the shortest, then what is for any host. */
    void visit(Slice host, Visitor<V> visitor) {
        // why: with no longer names to look for, a host made of dots can't cost the square of its length.
        if (!host.isEmpty() && host.length() <= HostPattern.LONGEST) {
            byte[] array = host.array();
            V same = at(exact, array, host.start(), host.end());
            if (same != null) {
                visitor.visit(same);
            }
            if (!wildcards.isEmpty()) {
                visitWildcards(host, visitor);
            }
        }
        if (any != null) {
            visitor.visit(any);
        }
    }

    private void visitWildcards(Slice host, Visitor<V> visitor) {
        // why from 1: a wildcard stands for at least one label.
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            V found = at(wildcards, host.array(), host.start() + dot + 1, host.end());
            if (found != null) {
                visitor.visit(found);
            }
        }
    }

    private static <V extends Ranked> @Nullable V at(ByteMap<V> map, byte[] array, int start, int end) {
        return map.isEmpty() ? null : map.get(array, start, end, ByteMap.hash(array, start, end));
    }

    @Nullable
    V get(HostPattern host) {
        return switch (host.kind()) {
            case EXACT -> exact.get(host.key());
            case WILDCARD -> wildcards.get(host.key());
            case ANY -> any;
        };
    }

    /** Makes what a host has next of what it has and what changes there; null is nothing. */
    interface Change<V, C> {
        @Nullable
        V apply(HostPattern host, @Nullable V present, C change);
    }

    /** With what those hosts have replaced. */
    <C> HostIndex<V> changed(Map<HostPattern, C> changes, Change<V, C> change) {
        ByteMap.Edit<V> exactEdit = exact.edit();
        ByteMap.Edit<V> wildcardEdit = wildcards.edit();
        V anyNext = any;
        for (Map.Entry<HostPattern, C> each : changes.entrySet()) {
            HostPattern host = each.getKey();
            V value = change.apply(host, get(host), each.getValue());
            switch (host.kind()) {
                case EXACT -> exactEdit.put(host.key(), value);
                case WILDCARD -> wildcardEdit.put(host.key(), value);
                case ANY -> anyNext = value;
            }
        }
        return new HostIndex<>(exactEdit.result(), wildcardEdit.result(), anyNext);
    }

    void forEach(Consumer<? super V> action) {
        exact.forEach(action);
        wildcards.forEach(action);
        if (any != null) {
            action.accept(any);
        }
    }
}
