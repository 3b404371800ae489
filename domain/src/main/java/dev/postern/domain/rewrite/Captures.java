package dev.postern.domain.rewrite;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.postern.domain.bytes.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What the groups of a pattern found in a path. A normalised path is ASCII, so that characters and bytes count alike.
 * Part of a {@link TemplateScope}; matching allocates, as patterns do.
 */
final class Captures {
    private final Slice text = new Slice();
    private @Nullable Matcher matcher;

    /** Looks for the first match from an offset on; false when there is none, and then there are no groups. */
    boolean find(Pattern pattern, Slice path) {
        text.set(path);
        Matcher found = pattern.matcher(new Characters(text));
        matcher = found.find() ? found : null;
        return matcher != null;
    }

    boolean findNext() {
        if (matcher != null && !matcher.find()) {
            matcher = null;
        }
        return matcher != null;
    }

    void forget() {
        matcher = null;
    }

    int start() {
        return matcher == null ? -1 : matcher.start();
    }

    int end() {
        return matcher == null ? -1 : matcher.end();
    }

    void group(int index, Slice into) {
        int start = matcher == null ? -1 : matcher.start(index);
        if (matcher == null || start < 0) {
            into.clear();
        } else {
            into.set(text.array(), text.start() + start, text.start() + matcher.end(index));
        }
    }

    private record Characters(Slice slice) implements CharSequence {
        @Override
        public int length() {
            return slice.length();
        }

        @Override
        public char charAt(int index) {
            return (char) (slice.at(index) & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return slice.text().substring(start, end);
        }

        @Override
        public String toString() {
            return slice.text();
        }
    }
}
