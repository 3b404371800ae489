package dev.postern.domain.routing;

import dev.postern.domain.routing.CompiledRoute.PathKind;
import dev.postern.domain.routing.PathPattern.Literal;
import dev.postern.domain.routing.PathPattern.Parameter;
import dev.postern.domain.routing.PathPattern.Rest;
import dev.postern.domain.routing.PathPattern.Segment;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where some segments of a path have led: what may follow, and the routes that end here. Immutable; a change copies the
 * nodes on the way to it and shares all others.
 *
 * @param affixed parameters with text around them, by the text before and then by the text after
 * @param parameter after a segment of any text
 * @param exact routes whose path ends here
 * @param rest routes that take the remainder from the next segment on
 * @param prefix routes that take this and all that is below
 */
record PathNode<T>(
        ByteMap<PathNode<T>> literals,
        LengthIndex<LengthIndex<PathNode<T>>> affixed,
        @Nullable PathNode<T> parameter,
        RouteList<T> exact,
        RouteList<T> rest,
        RouteList<T> prefix,
        long maxRank)
        implements Ranked {

    private PathNode(
            ByteMap<PathNode<T>> literals,
            LengthIndex<LengthIndex<PathNode<T>>> affixed,
            @Nullable PathNode<T> parameter,
            RouteList<T> exact,
            RouteList<T> rest,
            RouteList<T> prefix) {
        long ends = Math.max(exact.maxRank(), Math.max(rest.maxRank(), prefix.maxRank()));
        long ways = Math.max(literals.maxRank(), affixed.maxRank());
        long below = parameter == null ? NOTHING : parameter.maxRank();
        this(literals, affixed, parameter, exact, rest, prefix, Math.max(ends, Math.max(ways, below)));
    }

    static <T> PathNode<T> empty() {
        return new PathNode<>(
                ByteMap.empty(), LengthIndex.empty(), null, RouteList.empty(), RouteList.empty(), RouteList.empty());
    }

    boolean isEmpty() {
        return maxRank == NOTHING;
    }

    /** With the routes changed that are found by following the segments from the given depth on. */
    PathNode<T> changed(List<Segment> segments, int depth, PathKind kind, UnaryOperator<RouteList<T>> change) {
        if (depth == segments.size()) {
            return kind == PathKind.PREFIX
                    ? new PathNode<>(literals, affixed, parameter, exact, rest, change.apply(prefix))
                    : new PathNode<>(literals, affixed, parameter, change.apply(exact), rest, prefix);
        }
        return switch (segments.get(depth)) {
            case Literal literal -> {
                PathNode<T> child = child(literals.get(literal.text)).changed(segments, depth + 1, kind, change);
                ByteMap<PathNode<T>> children =
                        child.isEmpty() ? literals.without(literal.text) : literals.with(literal.text, child);
                yield new PathNode<>(children, affixed, parameter, exact, rest, prefix);
            }
            case Parameter bare
            when bare.isBare() -> {
                PathNode<T> child = child(parameter).changed(segments, depth + 1, kind, change);
                yield new PathNode<>(literals, affixed, child.isEmpty() ? null : child, exact, rest, prefix);
            }
            case Parameter p -> {
                PathNode<T> child = child(affixedChild(p)).changed(segments, depth + 1, kind, change);
                yield new PathNode<>(literals, withAffixed(p, child), parameter, exact, rest, prefix);
            }
            case Rest _ -> new PathNode<>(literals, affixed, parameter, exact, change.apply(rest), prefix);
        };
    }

    private @Nullable PathNode<T> affixedChild(Parameter parameter) {
        LengthIndex<PathNode<T>> after = affixed.get(parameter.before);
        return after == null ? null : after.get(parameter.after);
    }

    private LengthIndex<LengthIndex<PathNode<T>>> withAffixed(Parameter parameter, PathNode<T> child) {
        LengthIndex<PathNode<T>> present =
                Objects.requireNonNullElseGet(affixed.get(parameter.before), LengthIndex::empty);
        LengthIndex<PathNode<T>> after =
                child.isEmpty() ? present.without(parameter.after) : present.with(parameter.after, child);
        return after.isEmpty() ? affixed.without(parameter.before) : affixed.with(parameter.before, after);
    }

    private static <T> PathNode<T> child(@Nullable PathNode<T> present) {
        return present == null ? empty() : present;
    }
}
