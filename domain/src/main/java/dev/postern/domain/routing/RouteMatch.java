package dev.postern.domain.routing;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RouteConfig;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a table answered to one request. An exchange owns it, hands it to {@link RouteTable#find} and uses it again for
 * the next request; the slices point into the request's path and hold as long as that does.
 */
public final class RouteMatch<T> {
    /** How a search ended. */
    public enum Outcome {
        MATCHED,
        /** There are routes for the request but for its method. */
        METHOD_NOT_ALLOWED,
        NOT_FOUND
    }

    private final Search<T> search = new Search<>();
    private final AllowedMethods allowed = new AllowedMethods();
    private final ByteBuilder allowText = new ByteBuilder(64);
    private final Slice allow = new Slice();

    private Outcome outcome = Outcome.NOT_FOUND;
    private @Nullable CompiledRoute<T> route;
    private int matchedPrefixLength;
    private Slice[] parameters = {};

    void find(HostIndex<PathTree<T>> hosts, RequestView request) {
        allow.clear();
        search.find(hosts, request);
        route = search.best();
        if (route != null) {
            outcome = Outcome.MATCHED;
            capture(route);
        } else {
            outcome = search.isMethodRefused() && findAllowed(hosts, request)
                    ? Outcome.METHOD_NOT_ALLOWED
                    : Outcome.NOT_FOUND;
        }
    }

    private boolean findAllowed(HostIndex<PathTree<T>> hosts, RequestView request) {
        allowed.clear();
        search.findAllowed(hosts, request, allowed);
        allowText.clear();
        allowed.write(allowText);
        allowText.slice(0, allow);
        return !allowed.isEmpty();
    }

    private void capture(CompiledRoute<T> found) {
        PathSegments segments = search.segments();
        matchedPrefixLength =
                found.pathKind() == CompiledRoute.PathKind.PREFIX ? segments.lengthOf(search.bestDepth()) : 0;
        reserve(found.parameterCount());
        for (int i = 0; i < found.parameterCount(); i++) {
            PathPattern pattern = found.pattern();
            int depth = pattern.parameterSegment(i);
            int start = segments.start(depth);
            switch (pattern.segments().get(depth)) {
                case PathPattern.Parameter p ->
                    parameters[i].set(segments.array(), start + p.before.length, segments.end(depth) - p.after.length);
                case PathPattern.Rest _ -> parameters[i].set(segments.array(), start, segments.pathEnd());
                case PathPattern.Literal _ -> throw new IllegalStateException("no parameter in " + pattern);
            }
        }
    }

    private void reserve(int count) {
        int present = parameters.length;
        if (present < count) {
            parameters = Arrays.copyOf(parameters, count);
            for (int i = present; i < count; i++) {
                parameters[i] = new Slice();
            }
        }
    }

    /** Lets go of the request and of the table; the match can be used again. */
    public void clear() {
        search.clear();
        outcome = Outcome.NOT_FOUND;
        route = null;
        allow.clear();
        for (Slice parameter : parameters) {
            parameter.clear();
        }
    }

    public Outcome outcome() {
        return outcome;
    }

    public boolean isMatched() {
        return outcome == Outcome.MATCHED;
    }

    /** The name of the route; like all below, except {@link #allow}, only there after a match. */
    public String name() {
        return matched().name();
    }

    public RouteConfig config() {
        return matched().spec().config();
    }

    public T plan() {
        return matched().spec().plan();
    }

    public int parameterCount() {
        return matched().parameterCount();
    }

    public String parameterName(int index) {
        return matched().pattern().parameterNames().get(index);
    }

    /** The text of a path parameter as it stands in the path. Of a remainder it may be empty. */
    public Slice parameter(int index) {
        if (index >= parameterCount()) {
            throw new IndexOutOfBoundsException(index);
        }
        return parameters[index];
    }

    /** The bytes of the path that a prefix claimed: 6 for {@code /users} on {@code /users/7}; else 0. */
    public int matchedPrefixLength() {
        matched();
        return matchedPrefixLength;
    }

    /** The value of an Allow header when the method was not allowed, sorted; empty otherwise. */
    public Slice allow() {
        return allow;
    }

    private CompiledRoute<T> matched() {
        if (route == null) {
            throw new IllegalStateException("no route: " + outcome);
        }
        return route;
    }
}
