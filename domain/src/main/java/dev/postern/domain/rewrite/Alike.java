package dev.postern.domain.rewrite;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one of all parts that are equal, for who compiles many routes: among thousands of routes in use, what they have in
 * common is then near to the processor. One compilation's.
 */
public final class Alike {
    private final Map<Object, Object> parts = new HashMap<>();

    /** The first one that was equal to this. */
    // why: a part is found by itself only, so it is of the same type.
    @SuppressWarnings("unchecked")
    public <T> T one(T part) {
        Object known = parts.putIfAbsent(part, part);
        return known == null ? part : (T) known;
    }
}
