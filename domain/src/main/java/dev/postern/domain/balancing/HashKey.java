package dev.postern.domain.balancing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import dev.postern.domain.upstream.CookieHeader;
import java.util.Locale;

/** What of a request is hashed. Immutable. */
@FunctionalInterface
interface HashKey {
    /** Points {@code into} at the key; empty when the request has none. */
    void read(RequestView request, Slice into);

    static HashKey clientIp() {
        return (request, into) -> into.set(request.clientAddress());
    }

    static HashKey path() {
        return (request, into) -> into.set(request.path());
    }

    static HashKey header(String name) {
        byte[] lowerCase = Ascii.bytes(name.toLowerCase(Locale.ROOT));
        return (request, into) -> {
            if (!request.headers().find(lowerCase, into)) {
                into.clear();
            }
        };
    }

    static HashKey cookie(String name) {
        byte[] bytes = Ascii.bytes(name);
        return (request, into) -> CookieHeader.find(request.headers(), bytes, into);
    }

    /** The parameter's first value, as sent: not decoded. */
    static HashKey query(String name) {
        byte[] bytes = Ascii.bytes(name + "=");
        return (request, into) -> {
            Slice query = request.query();
            int from = 0;
            while (from < query.length()) {
                int ampersand = query.indexOf('&', from);
                int end = ampersand < 0 ? query.length() : ampersand;
                into.set(query.array(), query.start() + from, query.start() + end);
                if (into.startsWith(bytes)) {
                    into.set(into.array(), into.start() + bytes.length, into.end());
                    return;
                }
                from = end + 1;
            }
            into.clear();
        };
    }
}
