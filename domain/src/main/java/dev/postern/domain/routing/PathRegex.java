package dev.postern.domain.routing;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;

/** The path matches a regular expression. A literal beginning is compared first. */
final class PathRegex implements Condition {
    private static final String SPECIAL = "\\.[]{}()*+?|^$";

    private final Pattern pattern;
    private final byte[] beginning;

    PathRegex(Pattern pattern) {
        this.pattern = pattern;
        this.beginning = Ascii.bytes(beginning(pattern.pattern()));
    }

    /** Empty when there is none, or when it takes more than a glance to tell: alternatives may begin differently. */
    static String beginning(String regex) {
        if (!regex.startsWith("^") || regex.indexOf('|') >= 0) {
            return "";
        }
        int end = 1;
        while (end < regex.length() && regex.charAt(end) < 0x80 && SPECIAL.indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        boolean isLastOptional = end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0;
        return regex.substring(1, isLastOptional ? Math.max(1, end - 1) : end);
    }

    @Override
    public boolean holds(RequestView request, FieldCursor cursor) {
        Slice path = request.path();
        return path.startsWith(beginning) && pattern.matcher(path.text()).find();
    }

    @Override
    public String failure(RequestView request) {
        return "path does not match " + pattern.pattern();
    }

    @Override
    public String signature() {
        return "path " + pattern.pattern();
    }
}
