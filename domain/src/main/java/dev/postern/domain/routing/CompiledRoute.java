package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A route as a search asks it. Immutable.
 *
 * @param rank priority, made finer by the order of writing where that decides
 * @param pattern of a path or a prefix; {@link PathPattern#NONE} for a regex (a condition) and for any
 * @param parameterCount of the pattern; here, where a search is anyway
 * @param weight how many conditions count where two routes are equally specific
 * @param signature equal for two routes that no request could tell apart
 */
record CompiledRoute<T>(
        RouteSpec<T> spec,
        long rank,
        List<HostPattern> hosts,
        PathKind pathKind,
        PathPattern pattern,
        int parameterCount,
        MethodSet methods,
        List<Condition> conditions,
        int weight,
        String signature)
        implements Ranked {

    /** In the order of precedence. */
    enum PathKind {
        PATTERN,
        PREFIX,
        REGEX,
        ANY
    }

    /** Among routes of the same host and path: who is asked first. */
    static final Comparator<CompiledRoute<?>> ORDER = Comparator.<CompiledRoute<?>>comparingLong(CompiledRoute::rank)
            .thenComparingInt(CompiledRoute::weight)
            .reversed()
            .thenComparing(CompiledRoute::name);

    String name() {
        return spec.name();
    }

    @Override
    public long maxRank() {
        return rank;
    }

    /** Whether all but the method is as the route wants it; host and path are known to be. */
    boolean conditionsHold(RequestView request, FieldCursor cursor) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(request, cursor)) {
                return false;
            }
        }
        return true;
    }

    /** Everything but host and path that this request is refused for, for a person. */
    List<String> failures(RequestView request) {
        List<String> failures = new ArrayList<>();
        if (!methods.accepts(request.method())) {
            failures.add("method is " + request.method() + ", wanted " + methods);
        }
        FieldCursor cursor = new FieldCursor();
        for (Condition condition : conditions) {
            if (!condition.holds(request, cursor)) {
                failures.add(condition.failure(request));
            }
        }
        return failures;
    }

    /** What was written about the path. */
    String pathText() {
        return switch (pathKind) {
            case PATTERN -> pattern.toString();
            case PREFIX -> pattern.toString() + " and below";
            case REGEX -> spec.config().match().regex().orElse("");
            case ANY -> "";
        };
    }
}
