package dev.postern.domain.rewrite;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Makes the path that the upstream sees out of the normalised one. Whatever a rewrite yields is in normal form as well,
 * or it is refused: no dot segment, no control byte, space, {@code #} or {@code ?}, and a slash first. Immutable.
 */
sealed interface PathRewrite {
    /** Appends the path; false, and nothing appended, when the request's values do not make a path. */
    boolean append(TemplateScope scope, ByteBuilder out);

    /** How many bytes at the start of the request's path the upstream does not get to see at all. */
    default int strippedPrefixLength(TemplateScope scope) {
        return 0;
    }

    /** The path as it is. */
    record Keep() implements PathRewrite {
        @Override
        public boolean append(TemplateScope scope, ByteBuilder out) {
            out.append(scope.request().path());
            return true;
        }
    }

    /** Another path, a template; {@code pattern} is what the route matched by, for its groups. */
    record Whole(Template template, @Nullable Pattern pattern) implements PathRewrite {
        @Override
        public boolean append(TemplateScope scope, ByteBuilder out) {
            if (pattern != null) {
                scope.captures().find(pattern, scope.request().path());
            }
            int begin = out.length();
            return template.append(scope, out) && isFit(begin, out);
        }
    }

    /** Another beginning in place of the matched prefix. */
    record Prefix(Template replacement, boolean strips) implements PathRewrite {
        @Override
        public boolean append(TemplateScope scope, ByteBuilder out) {
            int begin = out.length();
            if (!replacement.append(scope, out)) {
                return false;
            }
            Slice path = scope.request().path();
            int rest = matched(scope);
            if (rest < path.length()) {
                appendRest(path, rest, begin, out);
            }
            return isFit(begin, out);
        }

        private static void appendRest(Slice path, int rest, int begin, ByteBuilder out) {
            while (out.length() > begin && out.array()[out.length() - 1] == '/') {
                out.truncate(out.length() - 1);
            }
            // why: with nothing before it, // at the start of a path reads as the start of a host.
            int from = rest;
            while (out.length() == begin && from + 1 < path.length() && path.at(from + 1) == '/') {
                from++;
            }
            if (path.at(from) != '/') {
                out.append('/');
            }
            out.append(path.array(), path.start() + from, path.end());
        }

        @Override
        public int strippedPrefixLength(TemplateScope scope) {
            return strips ? matched(scope) : 0;
        }

        /** The end of the matched prefix, before a slash that ends it. */
        private static int matched(TemplateScope scope) {
            Slice path = scope.request().path();
            int length = Math.min(scope.parameters().matchedPrefixLength(), path.length());
            return length > 0 && path.at(length - 1) == '/' ? length - 1 : length;
        }
    }

    /** Every match of a pattern replaced; a path without a match stays as it is. */
    record Replace(Pattern pattern, Template replacement) implements PathRewrite {
        @Override
        public boolean append(TemplateScope scope, ByteBuilder out) {
            Slice path = scope.request().path();
            Captures captures = scope.captures();
            int begin = out.length();
            int copied = 0;
            boolean found = captures.find(pattern, path);
            while (found) {
                out.append(path.array(), path.start() + copied, path.start() + captures.start());
                if (!replacement.append(scope, out)) {
                    out.truncate(begin);
                    return false;
                }
                copied = captures.end();
                found = captures.findNext();
            }
            out.append(path.array(), path.start() + copied, path.end());
            return isFit(begin, out);
        }
    }

    private static boolean isFit(int begin, ByteBuilder out) {
        boolean fit = PathNormaliser.isNormal(out.array(), begin, out.length());
        if (!fit) {
            out.truncate(begin);
        }
        return fit;
    }
}
