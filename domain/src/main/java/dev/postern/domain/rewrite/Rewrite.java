package dev.postern.domain.rewrite;

import com.google.re2j.Pattern;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RewriteConfig;
import dev.postern.domain.routing.BadPatternException;
import dev.postern.domain.routing.BoundedRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the upstream of a route is asked for: path, query and Host, out of what the client asked for. Immutable. */
public final class Rewrite {
    public static final Rewrite NONE = new Rewrite(new PathRewrite.Keep(), QueryRewrite.NONE, null);

    private static final byte[] ASTERISK = {'*'};

    private final PathRewrite path;
    private final QueryRewrite query;
    private final @Nullable Template host;

    private Rewrite(PathRewrite path, QueryRewrite query, @Nullable Template host) {
        this.path = path;
        this.query = query;
        this.host = host;
    }

    /**
     * Compiles a route's rewrite, and the Host among its header edits.
     *
     * @param route path of the route, like {@code routes.users}
     */
    public static Rewrite compile(
            Optional<RewriteConfig> config,
            MatchConfig match,
            HeaderEditsConfig requestHeaders,
            Vocabulary vocabulary,
            String route,
            Faults faults) {
        Compiler compiler = new Compiler(match, vocabulary, route, faults);
        Template host = compiler.host(config.flatMap(RewriteConfig::host), requestHeaders.set());
        if (config.isEmpty()) {
            return host == null ? NONE : new Rewrite(new PathRewrite.Keep(), QueryRewrite.NONE, host);
        }
        QueryRewrite query = QueryRewrite.compile(config.get().query(), vocabulary, route + ".rewrite.query", faults);
        return new Rewrite(compiler.path(config.get()), query, host);
    }

    /** Appends the target in origin form; false, and nothing appended, when its values do not make one: a bad request. */
    public boolean appendTarget(TemplateScope scope, ByteBuilder out) {
        // RFC 9112 §3.2.4: what asks about the server as a whole has no path that could be changed.
        if (scope.request().path().is(ASTERISK)) {
            out.append(ASTERISK);
            return true;
        }
        int begin = out.length();
        if (path.append(scope, out) && query.append(scope, out)) {
            return true;
        }
        out.truncate(begin);
        return false;
    }

    /** Whether the Host sent upstream is another than the client's own. */
    public boolean setsHost() {
        return host != null;
    }

    /** Appends the Host to send; false, and nothing appended, when its values do not make one: a bad request. */
    public boolean appendHost(TemplateScope scope, ByteBuilder out) {
        if (host == null) {
            out.append(scope.request().authority());
            return true;
        }
        int begin = out.length();
        if (host.append(scope, out) && out.length() > begin) {
            return true;
        }
        out.truncate(begin);
        return false;
    }

    /** Points {@code into} at the part of the request's path that was cut off, empty where none was. */
    public void strippedPrefix(TemplateScope scope, Slice into) {
        Slice full = scope.request().path();
        into.set(full.array(), full.start(), full.start() + path.strippedPrefixLength(scope));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rewrite rewrite
                && path.equals(rewrite.path)
                && query.equals(rewrite.query)
                && Objects.equals(host, rewrite.host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, query, host);
    }

    /** What compiling one route's rewrite needs everywhere. */
    private record Compiler(MatchConfig match, Vocabulary vocabulary, String route, Faults faults) {
        PathRewrite path(RewriteConfig config) {
            List<String> written = new ArrayList<>();
            config.to().ifPresent(text -> written.add("to"));
            config.replacePrefix().ifPresent(text -> written.add("replacePrefix"));
            config.path().ifPresent(text -> written.add("path"));
            config.regex().ifPresent(text -> written.add("regex"));
            if (written.size() > 1) {
                faults.add(
                        route + ".rewrite",
                        "found " + String.join(" and ", written) + ", which all change the path; expected one of them");
            }
            String at = route + ".rewrite." + (written.isEmpty() ? "" : written.getFirst());
            if (config.to().isPresent()) {
                String to = config.to().get();
                return match.prefix().isPresent() ? prefix(to, at) : whole(to, at);
            }
            if (config.replacePrefix().isPresent()) {
                if (match.prefix().isEmpty()) {
                    faults.add(at, "there is no prefix to replace: expected match.prefix, found " + matchedBy());
                }
                return prefix(config.replacePrefix().get(), at);
            }
            if (config.path().isPresent()) {
                return whole(config.path().get(), at);
            }
            return config.regex().map(regex -> replace(regex, at)).orElseGet(PathRewrite.Keep::new);
        }

        private String matchedBy() {
            if (match.path().isPresent()) {
                return "match.path, which goes with rewrite.path";
            }
            return match.regex().isPresent() ? "match.regex, which goes with rewrite.regex or rewrite.path" : "none";
        }

        private PathRewrite prefix(String text, String at) {
            Template template = template(text.isEmpty() ? "/" : text, Destination.PATH, null, at);
            return new PathRewrite.Prefix(template, text.isEmpty() || text.equals("/"));
        }

        private PathRewrite whole(String text, String at) {
            Pattern pattern = match.regex()
                    .flatMap(regex -> pattern(regex, route + ".match.regex", (path, message) -> {}))
                    .orElse(null);
            return new PathRewrite.Whole(template(text, Destination.PATH, pattern, at), pattern);
        }

        private PathRewrite replace(RewriteConfig.Regex regex, String at) {
            Optional<Pattern> pattern = pattern(regex.pattern(), at + ".pattern", faults);
            if (pattern.isEmpty()) {
                return new PathRewrite.Keep();
            }
            Template template = template(regex.replace(), Destination.PATH_PIECE, pattern.get(), at + ".replace");
            return new PathRewrite.Replace(pattern.get(), template);
        }

        private Template template(String text, Destination destination, @Nullable Pattern pattern, String at) {
            boolean[] faulty = {false};
            Template template = Template.compile(text, destination, vocabulary, pattern, at, (path, message) -> {
                faulty[0] = true;
                faults.add(path, message);
            });
            if (destination == Destination.PATH && !faulty[0] && !isPath(template)) {
                faults.add(at, "the path holds a '.' or '..' segment; write where it leads to");
            }
            return template;
        }

        private static boolean isPath(Template template) {
            Slice outline = template.outline();
            return outline.at(0) != '/' || PathNormaliser.isNormal(outline);
        }

        @Nullable
        Template host(Optional<String> host, Map<String, String> setHeaders) {
            String text = host.orElse(null);
            String at = route + ".rewrite.host";
            for (Map.Entry<String, String> entry : setHeaders.entrySet()) {
                if (HeaderEdits.isHost(entry.getKey(), HeaderEdits.Side.REQUEST)) {
                    String key = route + ".requestHeaders.set." + entry.getKey();
                    if (text != null) {
                        faults.add(key, "Host is given by " + at + " as well; expected one of them");
                    }
                    text = entry.getValue();
                    at = key;
                }
            }
            if (text != null && text.isEmpty()) {
                faults.add(at, "a host can't be empty");
            }
            return text == null ? null : template(text, Destination.HOST, null, at);
        }
    }

    static Optional<Pattern> pattern(String text, String path, Faults faults) {
        try {
            return Optional.of(BoundedRegex.compile(text));
        } catch (BadPatternException e) {
            faults.add(path, e.getMessage());
            return Optional.empty();
        }
    }
}
