package dev.postern.domain.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A header, query parameter or cookie of which at least one value passes a test, or of which there must be none. */
final class FieldCondition implements Condition {
    private final FieldCursor.Field field;
    private final String name;
    private final byte[] key;
    private final ValueTest test;

    FieldCondition(FieldCursor.Field field, String name, ValueTest test) {
        this.field = field;
        this.name = field == FieldCursor.Field.HEADER ? name.toLowerCase(Locale.ROOT) : name;
        this.key = this.name.getBytes(StandardCharsets.UTF_8);
        this.test = test;
    }

    @Override
    public boolean holds(RequestView request, FieldCursor cursor) {
        cursor.over(request, field, key);
        boolean mustBeAbsent = test instanceof ValueTest.Absent;
        while (cursor.next()) {
            if (mustBeAbsent || test.accepts(cursor.value(), field)) {
                return !mustBeAbsent;
            }
        }
        return mustBeAbsent;
    }

    @Override
    public String failure(RequestView request) {
        List<String> values = new ArrayList<>();
        FieldCursor cursor = new FieldCursor().over(request, field, key);
        while (cursor.next()) {
            values.add("'" + cursor.value() + "'");
        }
        String found = values.isEmpty() ? "not there" : String.join(" and ", values);
        return field + " " + name + " is " + found + ", wanted " + test.wanted();
    }

    @Override
    public String signature() {
        return field + " " + name.length() + ":" + name + " " + test.wanted();
    }

    @Override
    public boolean implies(Condition other) {
        boolean isThere = !(test instanceof ValueTest.Absent);
        return signature().equals(other.signature())
                || (other instanceof FieldCondition asked
                        && asked.field == field
                        && asked.name.equals(name)
                        && asked.test instanceof ValueTest.Present
                        && isThere);
    }
}
