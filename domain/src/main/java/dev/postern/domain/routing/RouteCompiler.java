package dev.postern.domain.routing;

import com.google.re2j.Pattern;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.ValueMatchConfig;
import dev.postern.domain.routing.CompiledRoute.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Compiles one route, or adds all that is wrong with it to the faults. Made for one use. */
final class RouteCompiler<T> {
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");
    private static final java.util.regex.Pattern TOKEN = java.util.regex.Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final RouteSpec<T> spec;
    private final MatchConfig match;
    private final RoutingConfig.Order order;
    private final List<RouteFault> faults;
    private final int faultsBefore;

    private PathKind pathKind = PathKind.ANY;
    private PathPattern pattern = PathPattern.NONE;
    private final List<Condition> cheap = new ArrayList<>();
    private final List<Condition> dear = new ArrayList<>();

    RouteCompiler(RouteSpec<T> spec, RoutingConfig.Order order, List<RouteFault> faults) {
        this.spec = spec;
        this.match = spec.config().match();
        this.order = order;
        this.faults = faults;
        this.faultsBefore = faults.size();
    }

    Optional<CompiledRoute<T>> http() {
        refuse(
                "sni",
                match.sni().isEmpty(),
                "an http route, expected it only in routes of tcp listeners, or of listeners with tls");
        compilePath();
        return finish(hosts("host", match.host()), methods());
    }

    Optional<CompiledRoute<T>> tcp() {
        String where = "a tcp route, expected sni and sources only";
        refuse("host", match.host().isEmpty(), where);
        refuse("path", match.path().isEmpty(), where);
        refuse("prefix", match.prefix().isEmpty(), where);
        refuse("regex", match.regex().isEmpty(), where);
        refuse("methods", match.methods().isEmpty(), where);
        refuse("headers", match.headers().isEmpty(), where);
        refuse("query", match.query().isEmpty(), where);
        refuse("cookies", match.cookies().isEmpty(), where);
        return finish(hosts("sni", match.sni()), MethodSet.ALL);
    }

    private Optional<CompiledRoute<T>> finish(List<HostPattern> hosts, MethodSet methods) {
        int weight = compileConditions(methods);
        if (faults.size() > faultsBefore) {
            return Optional.empty();
        }
        List<Condition> conditions = new ArrayList<>(cheap);
        conditions.addAll(dear);
        return Optional.of(new CompiledRoute<>(
                spec,
                rank(),
                hosts,
                pathKind,
                pattern,
                pattern.parameterCount(),
                methods,
                List.copyOf(conditions),
                weight,
                signature(hosts, methods, conditions)));
    }

    private long rank() {
        long priority = spec.config().priority();
        return order == RoutingConfig.Order.SPECIFICITY
                ? priority
                : (priority << 32) + (Integer.MAX_VALUE - spec.declaredAt());
    }

    private String signature(List<HostPattern> hosts, MethodSet methods, List<Condition> conditions) {
        StringBuilder signature = new StringBuilder();
        sorted(hosts, HostPattern::toString).forEach(host -> append(signature, host));
        append(signature, spec.config().priority() + " " + pathKind + " " + pattern.shape());
        append(signature, methods.toString());
        sorted(conditions, Condition::signature).forEach(condition -> append(signature, condition));
        return signature.toString();
    }

    private static <E> Collection<String> sorted(List<E> all, Function<E, String> text) {
        Set<String> sorted = new TreeSet<>();
        all.forEach(each -> sorted.add(text.apply(each)));
        return sorted;
    }

    // why: with lengths, no value can look like the end of itself and a condition after it.
    private static void append(StringBuilder signature, String part) {
        signature.append(part.length()).append(':').append(part);
    }

    private List<HostPattern> hosts(String key, List<String> written) {
        Set<HostPattern> hosts = new LinkedHashSet<>();
        for (String text : written) {
            try {
                hosts.add(HostPattern.parse(text));
            } catch (BadPatternException e) {
                fault(key, e.getMessage());
            }
        }
        return hosts.isEmpty() ? List.of(HostPattern.ANY) : List.copyOf(hosts);
    }

    private void compilePath() {
        List<String> written = new ArrayList<>();
        match.path().ifPresent(_ -> written.add("path"));
        match.prefix().ifPresent(_ -> written.add("prefix"));
        match.regex().ifPresent(_ -> written.add("regex"));
        if (written.size() > 1) {
            faults.add(new RouteFault(
                    spec.name(),
                    spec.path() + ".match",
                    "found " + String.join(" and ", written) + ", expected at most one of path, prefix and regex"));
        }
        match.path().ifPresent(text -> compilePattern("path", PathKind.PATTERN, () -> PathPattern.parse(text)));
        match.prefix()
                .ifPresent(text -> compilePattern("prefix", PathKind.PREFIX, () -> PathPattern.parsePrefix(text)));
        match.regex()
                .ifPresent(text -> regex("regex", text).ifPresent(regex -> {
                    pathKind = PathKind.REGEX;
                    dear.add(new PathRegex(regex));
                }));
    }

    private interface Parse {
        PathPattern parse() throws BadPatternException;
    }

    private void compilePattern(String key, PathKind kind, Parse parse) {
        try {
            pattern = parse.parse();
            pathKind = kind;
        } catch (BadPatternException e) {
            fault(key, e.getMessage());
        }
    }

    private MethodSet methods() {
        for (String method : match.methods()) {
            String upper = method.toUpperCase(Locale.ROOT);
            if (!TOKEN.matcher(method).matches()) {
                fault("methods", "found '" + method + "', expected the name of a method such as GET");
            } else if (!upper.equals(method) && KNOWN_METHODS.contains(upper)) {
                fault("methods", "found '" + method + "', expected " + upper + ": methods are told apart by case");
            }
        }
        return match.methods().isEmpty() ? MethodSet.ALL : new MethodSet(match.methods());
    }

    /** Answers how many conditions were written; a regex for the path is none of them. */
    private int compileConditions(MethodSet methods) {
        if (!match.sources().isEmpty()) {
            cheap.add(new SourceCondition(match.sources()));
        }
        match.headers().forEach((name, test) -> {
            checkToken("headers", name, "a header name");
            field(FieldCursor.Field.HEADER, "headers", name, test);
        });
        match.cookies().forEach((name, test) -> {
            checkToken("cookies", name, "a cookie name");
            field(FieldCursor.Field.COOKIE, "cookies", name, test);
        });
        match.query().forEach((name, test) -> field(FieldCursor.Field.QUERY, "query", name, test));
        return match.headers().size()
                + match.cookies().size()
                + match.query().size()
                + (match.sources().isEmpty() ? 0 : 1)
                + (methods.isAll() ? 0 : 1);
    }

    private void field(FieldCursor.Field field, String section, String name, ValueMatchConfig config) {
        valueTest(section + "." + name, config).ifPresent(test -> {
            List<Condition> conditions = test instanceof ValueTest.Matching ? dear : cheap;
            conditions.add(new FieldCondition(field, name, test));
        });
    }

    private Optional<ValueTest> valueTest(String key, ValueMatchConfig config) {
        List<String> written = new ArrayList<>();
        config.exact().ifPresent(_ -> written.add("exact"));
        config.regex().ifPresent(_ -> written.add("regex"));
        config.present().ifPresent(_ -> written.add("present"));
        if (written.size() != 1) {
            String found = written.isEmpty() ? "none" : String.join(" and ", written);
            fault(key, "found " + found + ", expected one of exact, regex and present");
            return Optional.empty();
        }
        if (config.regex().isPresent()) {
            return regex(key + ".regex", config.regex().get()).map(ValueTest.Matching::new);
        }
        if (config.exact().isPresent()) {
            return Optional.of(new ValueTest.Exact(config.exact().get()));
        }
        return Optional.of(config.present().orElseThrow() ? new ValueTest.Present() : new ValueTest.Absent());
    }

    private Optional<Pattern> regex(String key, String text) {
        try {
            return Optional.of(BoundedRegex.compile(text));
        } catch (BadPatternException e) {
            fault(key, e.getMessage());
            return Optional.empty();
        }
    }

    private void checkToken(String section, String name, String expected) {
        if (!TOKEN.matcher(name).matches()) {
            fault(section, "found '" + name + "', expected " + expected);
        }
    }

    private void refuse(String key, boolean isFine, String message) {
        if (!isFine) {
            fault(key, "found in " + message);
        }
    }

    private void fault(String key, String message) {
        faults.add(new RouteFault(spec.name(), spec.path() + ".match." + key, message));
    }
}
