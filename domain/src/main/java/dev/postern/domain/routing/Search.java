package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One walk through a table, from the most specific candidate to the least: the only code that decides which route a
 * request belongs to. A candidate counts when its rank is above that of the best so far, and what holds no such rank is
 * not entered. Every node is met at one depth of the path, so a walk costs at most the nodes that fit the path.
 */
final class Search<T> implements HostIndex.Visitor<PathTree<T>> {

    /** Hears of every candidate, the outranked ones included. */
    interface Witness<T> {
        void considered(CompiledRoute<T> route, HostPattern host, boolean isAdmitted);
    }

    private final PathSegments segments = new PathSegments();
    private final FieldCursor cursor = new FieldCursor();
    private final Slice method = new Slice();

    private @Nullable RequestView request;
    private @Nullable Witness<T> witness;
    private @Nullable AllowedMethods allowed;
    private HostPattern host = HostPattern.ANY;

    private @Nullable CompiledRoute<T> best;
    private long bestRank;
    private int bestDepth;
    private boolean isMethodRefused;

    void find(HostIndex<PathTree<T>> hosts, RequestView request) {
        run(hosts, request, null, null);
    }

    /** To be called when nothing was found: gathers what the routes take that refused nothing but the method. */
    void findAllowed(HostIndex<PathTree<T>> hosts, RequestView request, AllowedMethods allowed) {
        run(hosts, request, null, allowed);
    }

    void explain(HostIndex<PathTree<T>> hosts, RequestView request, Witness<T> witness) {
        run(hosts, request, witness, null);
    }

    private void run(
            HostIndex<PathTree<T>> hosts,
            RequestView request,
            @Nullable Witness<T> witness,
            @Nullable AllowedMethods allowed) {
        this.request = request;
        this.witness = witness;
        this.allowed = allowed;
        segments.set(request.path());
        method.set(request.method());
        best = null;
        bestRank = Ranked.NOTHING;
        bestDepth = 0;
        isMethodRefused = false;
        hosts.visit(request.host(), this);
    }

    /** Lets go of the request and of the table. */
    void clear() {
        request = null;
        witness = null;
        allowed = null;
        best = null;
        host = HostPattern.ANY;
        segments.set(method.clear());
    }

    @Nullable
    CompiledRoute<T> best() {
        return best;
    }

    /** How many segments lead to the route that was found; of a prefix, all that it claims. */
    int bestDepth() {
        return bestDepth;
    }

    boolean isMethodRefused() {
        return isMethodRefused;
    }

    PathSegments segments() {
        return segments;
    }

    @Override
    public void visit(PathTree<T> tree) {
        if (isWorthless(tree)) {
            return;
        }
        host = tree.host();
        // why: OPTIONS may ask about "*", which is below no prefix.
        if (segments.has(0)) {
            visit(tree.root(), 0);
        }
        offer(tree.regexes(), 0);
        offer(tree.others(), 0);
    }

    private boolean isWorthless(Ranked ranked) {
        return witness == null && ranked.maxRank() <= bestRank;
    }

    private void visit(PathNode<T> node, int depth) {
        if (isWorthless(node)) {
            return;
        }
        if (segments.has(depth)) {
            follow(node, depth);
            offer(node.rest(), depth);
        } else {
            offer(node.exact(), depth);
        }
        offer(node.prefix(), depth);
    }

    private void follow(PathNode<T> node, int depth) {
        int start = segments.start(depth);
        int end = segments.end(depth);
        if (!node.literals().isEmpty()) {
            PathNode<T> child = node.literals().get(segments.array(), start, end, segments.hash(depth));
            if (child != null) {
                visit(child, depth + 1);
            }
        }
        if (start == end) {
            return;
        }
        if (!node.affixed().isEmpty()) {
            followAffixes(node.affixed(), depth, start, end);
        }
        PathNode<T> parameter = node.parameter();
        if (parameter != null) {
            visit(parameter, depth + 1);
        }
    }

    private void followAffixes(LengthIndex<LengthIndex<PathNode<T>>> affixed, int depth, int start, int end) {
        byte[] array = segments.array();
        for (int i = 0; i < affixed.lengthCount(); i++) {
            // why -1: between what stands before and after there is at least one byte.
            int room = end - start - affixed.length(i) - 1;
            LengthIndex<PathNode<T>> afters = room < 0 ? null : affixed.get(array, start, start + affixed.length(i));
            for (int j = 0; afters != null && j < afters.lengthCount(); j++) {
                int length = afters.length(j);
                PathNode<T> child = length > room ? null : afters.get(array, end - length, end);
                if (child != null) {
                    visit(child, depth + 1);
                }
            }
        }
    }

    private void offer(RouteList<T> list, int depth) {
        for (int i = 0; i < list.size(); i++) {
            CompiledRoute<T> route = list.get(i);
            if (isWorthless(route)) {
                return;
            }
            boolean isAdmitted = admits(route);
            if (witness != null) {
                witness.considered(route, host, isAdmitted);
            }
            if (isAdmitted && route.rank() > bestRank) {
                best = preferred(list, i);
                bestRank = route.rank();
                bestDepth = depth;
            }
        }
    }

    private boolean admits(CompiledRoute<T> route) {
        RequestView asked = Objects.requireNonNull(request);
        if (route.methods().accepts(method)) {
            return route.conditionsHold(asked, cursor);
        }
        isMethodRefused = true;
        if (allowed != null && route.conditionsHold(asked, cursor)) {
            allowed.addAll(route.methods());
        }
        return false;
    }

    /** HEAD goes to a route that lists HEAD rather than to its equal that lists GET alone. */
    private CompiledRoute<T> preferred(RouteList<T> list, int index) {
        CompiledRoute<T> route = list.get(index);
        if (!route.methods().acceptsByImplication(method)) {
            return route;
        }
        for (int i = index + 1; i < list.size(); i++) {
            CompiledRoute<T> other = list.get(i);
            if (other.rank() != route.rank() || other.weight() != route.weight()) {
                return route;
            }
            if (!other.methods().isAll() && !other.methods().acceptsByImplication(method) && admits(other)) {
                return other;
            }
        }
        return route;
    }
}
