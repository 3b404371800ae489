package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Slice;

/** Walks over the pairs of a query, leaving them as they are. One thread owns it and points it at query after query. */
final class QueryPairs {
    private final Slice query = new Slice();
    private final Slice pair = new Slice();
    private final Slice name = new Slice();
    private int next;

    QueryPairs over(Slice query) {
        this.query.set(query);
        next = 0;
        return this;
    }

    /** Goes to the next pair, which may be empty; false after the last. An empty query has no pair. */
    boolean next() {
        if (next > query.length() || query.isEmpty()) {
            return false;
        }
        int ampersand = query.indexOf('&', next);
        int end = ampersand < 0 ? query.length() : ampersand;
        pair.set(query.array(), query.start() + next, query.start() + end);
        int equals = pair.indexOf('=', 0);
        name.set(pair.array(), pair.start(), equals < 0 ? pair.end() : pair.start() + equals);
        next = end + 1;
        return true;
    }

    Slice pair() {
        return pair;
    }

    /** Whether the name, once decoded, is this. */
    boolean isNamed(Slice decoded) {
        int at = 0;
        for (int i = 0; i < name.length(); i++) {
            int escaped = UriText.escapeAt(name, i);
            int b = escaped >= 0 ? escaped : name.at(i) == '+' ? ' ' : name.at(i);
            if (at == decoded.length() || (byte) b != decoded.at(at)) {
                return false;
            }
            at++;
            i += escaped >= 0 ? 2 : 0;
        }
        return at == decoded.length();
    }

    /** The value as it is sent. */
    void value(Slice into) {
        into.set(pair.array(), Math.min(name.end() + 1, pair.end()), pair.end());
    }
}
