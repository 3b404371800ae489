package dev.postern.domain.routing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks over every value that a request has for one header, query parameter or cookie. Used again and again. */
final class FieldCursor {
    private static final byte[] COOKIE = Ascii.bytes("cookie");

    enum Field {
        HEADER("header"),
        QUERY("query"),
        COOKIE("cookie");

        private final String word;

        Field(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private Field field = Field.HEADER;
    private byte[] name = {};
    private @Nullable RequestView request;
    private int header;
    private int offset;
    private final Slice line = new Slice();
    private final Slice value = new Slice();

    /** Stands before the first value; header names are lower case, others as they are when decoded. */
    FieldCursor over(RequestView request, Field field, byte[] name) {
        this.request = request;
        this.field = field;
        this.name = name;
        header = 0;
        offset = 0;
        line.clear();
        return this;
    }

    /** The value that {@link #next} went to: of a query as sent, still encoded. */
    Slice value() {
        return value;
    }

    boolean next() {
        RequestView from = Objects.requireNonNull(request);
        return switch (field) {
            case HEADER -> nextHeader(from.headers(), name, value);
            case QUERY -> nextParameter(from.query());
            case COOKIE -> nextCookie(from.headers());
        };
    }

    private boolean nextHeader(HeaderFields headers, byte[] lowerCaseName, Slice into) {
        int found = headers.findFrom(header, lowerCaseName, into);
        header = found < 0 ? headers.size() : found + 1;
        return found >= 0;
    }

    private boolean nextParameter(Slice query) {
        byte[] array = query.array();
        while (offset < query.length()) {
            int start = query.start() + offset;
            int end = endOf(array, start, query.end(), '&');
            offset = end - query.start() + 1;
            int equals = endOf(array, start, end, '=');
            if (end > start && PercentText.is(array, start, equals, name)) {
                value.set(array, Math.min(equals + 1, end), end);
                return true;
            }
        }
        return false;
    }

    private boolean nextCookie(HeaderFields headers) {
        while (offset < line.length() || nextCookieLine(headers)) {
            byte[] array = line.array();
            int start = line.start() + offset;
            int end = endOf(array, start, line.end(), ';');
            offset = end - line.start() + 1;
            int equals = endOf(array, start, end, '=');
            if (equals < end && value.set(array, start, equals).trim().is(name)) {
                value.set(array, equals + 1, end).trim();
                return true;
            }
        }
        return false;
    }

    private boolean nextCookieLine(HeaderFields headers) {
        offset = 0;
        boolean isThere;
        do {
            isThere = nextHeader(headers, COOKIE, line);
        } while (isThere && line.isEmpty());
        if (!isThere) {
            line.clear();
        }
        return isThere;
    }

    private static int endOf(byte[] array, int start, int end, char separator) {
        int at = start;
        while (at < end && array[at] != separator) {
            at++;
        }
        return at;
    }
}
