package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.List;

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

    PathTree<T> changed(List<RouteChange<T>> changes) {
        List<RouteChange<T>> ofTree = new ArrayList<>(changes.size());
        List<RouteChange<T>> ofRegexes = new ArrayList<>();
        List<RouteChange<T>> ofOthers = new ArrayList<>();
        for (RouteChange<T> change : changes) {
            switch (change.route().pathKind()) {
                case PATTERN, PREFIX -> ofTree.add(change);
                case REGEX -> ofRegexes.add(change);
                case ANY -> ofOthers.add(change);
            }
        }
        return new PathTree<>(
                host,
                ofTree.isEmpty() ? root : root.changed(ofTree, 0),
                ofRegexes.isEmpty() ? regexes : regexes.changed(ofRegexes),
                ofOthers.isEmpty() ? others : others.changed(ofOthers));
    }
}
