package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/** Fields whose value is a list (RFC 9110 §5.6.1), over all lines of that name. For fields that few requests have. */
final class FieldList {
    /** Sees one member after the other, without space around it. */
    interface Visitor {
        void member(Slice member);
    }

    private FieldList() {}

    static void each(HeaderFields fields, byte[] lowerCaseName, Visitor visitor) {
        Slice value = new Slice();
        int index = fields.findFrom(0, lowerCaseName, value);
        while (index >= 0) {
            each(value, visitor);
            index = fields.findFrom(index + 1, lowerCaseName, value);
        }
    }

    private static void each(Slice list, Visitor visitor) {
        Slice member = new Slice();
        int at = 0;
        while (at <= list.length()) {
            int comma = list.indexOf(',', at);
            int end = comma < 0 ? list.length() : comma;
            member.set(list.array(), list.start() + at, list.start() + end).trim();
            if (!member.isEmpty()) {
                visitor.member(member);
            }
            at = end + 1;
        }
    }

    static boolean contains(HeaderFields fields, byte[] lowerCaseName, byte[] lowerCaseMember) {
        boolean[] found = {false};
        each(fields, lowerCaseName, member -> found[0] |= member.isIgnoringCase(lowerCaseMember));
        return found[0];
    }

    /** Whether a list has a member, in either case. */
    static boolean has(Slice list, Slice wanted) {
        byte[] lowerCase = new byte[wanted.length()];
        for (int i = 0; i < lowerCase.length; i++) {
            lowerCase[i] = Ascii.toLower(wanted.at(i));
        }
        boolean[] found = {false};
        each(list, member -> found[0] |= member.isIgnoringCase(lowerCase));
        return found[0];
    }
}
