package dev.postern.domain.routing;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.Slice;
import java.nio.charset.StandardCharsets;

/** What a header, query parameter or cookie must be, compiled. */
sealed interface ValueTest {
    /** Asked of each value there is; {@link Absent} accepts none. */
    boolean accepts(Slice value, FieldCursor.Field field);

    /** What the operator asked for, as it reads after "wanted". */
    String wanted();

    final class Exact implements ValueTest {
        private final String text;
        private final byte[] bytes;

        Exact(String text) {
            this.text = text;
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean accepts(Slice value, FieldCursor.Field field) {
            return field == FieldCursor.Field.QUERY
                    ? PercentText.is(value.array(), value.start(), value.end(), bytes)
                    : value.is(bytes);
        }

        @Override
        public String wanted() {
            return "'" + text + "'";
        }
    }

    record Matching(Pattern pattern) implements ValueTest {
        @Override
        public boolean accepts(Slice value, FieldCursor.Field field) {
            String text = field == FieldCursor.Field.QUERY
                    ? PercentText.decoded(value)
                    : new String(value.array(), value.start(), value.length(), StandardCharsets.UTF_8);
            return pattern.matcher(text).find();
        }

        @Override
        public String wanted() {
            return "a match of " + pattern.pattern();
        }
    }

    record Present() implements ValueTest {
        @Override
        public boolean accepts(Slice value, FieldCursor.Field field) {
            return true;
        }

        @Override
        public String wanted() {
            return "any value";
        }
    }

    record Absent() implements ValueTest {
        @Override
        public boolean accepts(Slice value, FieldCursor.Field field) {
            return false;
        }

        @Override
        public String wanted() {
            return "none";
        }
    }
}
