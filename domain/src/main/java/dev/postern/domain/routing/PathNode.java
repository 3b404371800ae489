package dev.postern.domain.routing;

import dev.postern.domain.routing.CompiledRoute.PathKind;
import dev.postern.domain.routing.PathPattern.Literal;
import dev.postern.domain.routing.PathPattern.Parameter;
import dev.postern.domain.routing.PathPattern.Rest;
import dev.postern.domain.routing.PathPattern.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** With the changes made that are found by following their segments from the given depth on. */
    PathNode<T> changed(List<RouteChange<T>> changes, int depth) {
        ByteMap.Edit<PathNode<T>> ways = literals.edit();
        PathNode<T> node = this;
        for (List<RouteChange<T>> together : byStep(changes, depth)) {
            CompiledRoute<T> first = together.getFirst().route();
            List<Segment> segments = first.pattern().segments();
            if (depth == segments.size()) {
                node = node.ended(first.pathKind(), together);
            } else if (segments.get(depth) instanceof Literal literal) {
                PathNode<T> child = child(literals.get(literal.text)).changed(together, depth + 1);
                ways.put(literal.text, child.isEmpty() ? null : child);
            } else {
                node = node.followed(segments.get(depth), together, depth);
            }
        }
        return new PathNode<>(ways.result(), node.affixed, node.parameter, node.exact, node.rest, node.prefix);
    }

    private PathNode<T> ended(PathKind kind, List<RouteChange<T>> changes) {
        return kind == PathKind.PREFIX
                ? new PathNode<>(literals, affixed, parameter, exact, rest, prefix.changed(changes))
                : new PathNode<>(literals, affixed, parameter, exact.changed(changes), rest, prefix);
    }

    private PathNode<T> followed(Segment segment, List<RouteChange<T>> changes, int depth) {
        return switch (segment) {
            case Parameter bare
            when bare.isBare() -> {
                PathNode<T> child = child(parameter).changed(changes, depth + 1);
                yield new PathNode<>(literals, affixed, child.isEmpty() ? null : child, exact, rest, prefix);
            }
            case Parameter p -> {
                PathNode<T> child = child(affixedChild(p)).changed(changes, depth + 1);
                yield new PathNode<>(literals, withAffixed(p, child), parameter, exact, rest, prefix);
            }
            case Rest _ -> new PathNode<>(literals, affixed, parameter, exact, rest.changed(changes), prefix);
            case Literal _ -> throw new IllegalArgumentException("literals are changed together");
        };
    }

    /** Those that go the same way from here, together. */
    private static <T> Collection<List<RouteChange<T>>> byStep(List<RouteChange<T>> changes, int depth) {
        if (changes.size() == 1) {
            return List.of(changes);
        }
        Map<Object, List<RouteChange<T>>> byStep = new LinkedHashMap<>();
        for (RouteChange<T> change : changes) {
            byStep.computeIfAbsent(step(change.route(), depth), _ -> new ArrayList<>())
                    .add(change);
        }
        return byStep.values();
    }

    private static Object step(CompiledRoute<?> route, int depth) {
        List<Segment> segments = route.pattern().segments();
        if (depth == segments.size()) {
            return route.pathKind();
        }
        return switch (segments.get(depth)) {
            case Literal literal -> ByteBuffer.wrap(literal.text);
            case Parameter p -> List.of(ByteBuffer.wrap(p.before), ByteBuffer.wrap(p.after));
            case Rest _ -> Rest.class;
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
