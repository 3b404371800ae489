package dev.postern.domain.routing;

import dev.postern.domain.routing.CompiledRoute.PathKind;
import java.util.function.UnaryOperator;

/**
 * All routes of one host: those with a path or a prefix in a tree of segments, then those with a regex, then those that
 * take any path. Immutable.
 */
record PathTree<T>(HostPattern host, PathNode<T> root, RouteList<T> regexes, RouteList<T> others) implements Ranked {

    static <T> PathTree<T> empty(HostPattern host) {
        return new PathTree<>(host, PathNode.empty(), RouteList.empty(), RouteList.empty());
    }

    @Override
    public long maxRank() {
        return Math.max(root.maxRank(), Math.max(regexes.maxRank(), others.maxRank()));
    }

    boolean isEmpty() {
        return maxRank() == NOTHING;
    }

    /** With those routes changed that have a path like this one. */
    PathTree<T> changed(PathKind kind, PathPattern pattern, UnaryOperator<RouteList<T>> change) {
        return switch (kind) {
            case PATTERN, PREFIX ->
                new PathTree<>(host, root.changed(pattern.segments(), 0, kind, change), regexes, others);
            case REGEX -> new PathTree<>(host, root, change.apply(regexes), others);
            case ANY -> new PathTree<>(host, root, regexes, change.apply(others));
        };
    }
}
