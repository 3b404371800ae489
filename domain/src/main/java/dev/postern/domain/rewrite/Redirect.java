package dev.postern.domain.rewrite;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RedirectConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the client elsewhere. Values can't leave the part of the location they stand in, and a location that is a path
 * never becomes one on another host. Immutable.
 */
public final class Redirect {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private final int status;
    private final Template location;
    private final @Nullable Pattern pattern;
    private final boolean schemeRelative;

    private Redirect(int status, Template location, @Nullable Pattern pattern, boolean schemeRelative) {
        this.status = status;
        this.location = location;
        this.pattern = pattern;
        this.schemeRelative = schemeRelative;
    }

    /**
     * Compiles a route's redirect. The groups of {@code match.regex} may be used in it.
     *
     * @param route path of the route, like {@code routes.users}
     */
    public static Redirect compile(
            RedirectConfig config, MatchConfig match, Vocabulary vocabulary, String route, Faults faults) {
        String path = route + ".redirect";
        if (!STATUSES.contains(config.status())) {
            faults.add(
                    path + ".status",
                    config.status() + " does not send a client elsewhere; expected 301, 302, 303, 307 or 308");
        }
        Pattern pattern = match.regex()
                .flatMap(regex -> Rewrite.pattern(regex, route + ".match.regex", (at, message) -> {}))
                .orElse(null);
        Template location =
                Template.compile(config.to(), Destination.LOCATION, vocabulary, pattern, path + ".to", faults);
        return new Redirect(config.status(), location, pattern, config.to().startsWith("//"));
    }

    public int status() {
        return status;
    }

    /** Appends the location; false, and nothing appended, when the request's values do not make one: a bad request. */
    public boolean appendLocation(TemplateScope scope, ByteBuilder out) {
        if (pattern != null) {
            scope.captures().find(pattern, scope.request().path());
        }
        int begin = out.length();
        if (!location.append(scope, out)) {
            return false;
        }
        if (!schemeRelative) {
            dropLeadingSlashes(begin, out);
        }
        return true;
    }

    // why: a browser takes what follows two slashes for a host, and a request's path may begin with two.
    private static void dropLeadingSlashes(int begin, ByteBuilder out) {
        int first = begin;
        while (first + 1 < out.length() && out.array()[first] == '/' && out.array()[first + 1] == '/') {
            first++;
        }
        if (first > begin) {
            System.arraycopy(out.array(), first, out.array(), begin, out.length() - first);
            out.truncate(out.length() - (first - begin));
        }
    }
}
