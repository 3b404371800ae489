package dev.postern.domain.routing;

import dev.postern.domain.routing.CompiledRoute.PathKind;
import dev.postern.domain.routing.PathPattern.Literal;
import dev.postern.domain.routing.PathPattern.Parameter;
import dev.postern.domain.routing.PathPattern.Rest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which lists of a tree hold routes that match every path that one route matches. Pure. */
final class Coverage<T> {
    private final CompiledRoute<T> route;
    private final List<RouteList<T>> lists = new ArrayList<>();

    private Coverage(CompiledRoute<T> route) {
        this.route = route;
    }

    static <T> List<RouteList<T>> of(CompiledRoute<T> route, PathTree<T> tree) {
        Coverage<T> coverage = new Coverage<>(route);
        switch (route.pathKind()) {
            case PATTERN, PREFIX -> coverage.visit(tree.root(), 0);
            case REGEX -> {
                coverage.addWholeTree(tree.root());
                coverage.lists.add(tree.regexes());
            }
            case ANY -> coverage.addWholeTree(tree.root());
        }
        coverage.lists.add(tree.others());
        return coverage.lists;
    }

    /** Every path begins with a slash, so that these take them all. */
    private void addWholeTree(PathNode<T> root) {
        lists.add(root.rest());
        lists.add(root.prefix());
    }

    private void visit(PathNode<T> node, int depth) {
        lists.add(node.prefix());
        if (depth == route.pattern().segments().size()) {
            if (route.pathKind() == PathKind.PATTERN) {
                lists.add(node.exact());
            }
            return;
        }
        lists.add(node.rest());
        switch (route.pattern().segments().get(depth)) {
            case Literal literal -> visitLiteral(node, literal.text, depth);
            case Parameter parameter -> {
                visitAffixed(node, parameter.before, parameter.after, Integer.MAX_VALUE, depth);
                visitChild(node.parameter(), depth);
            }
            case Rest _ -> {}
        }
    }

    private void visitLiteral(PathNode<T> node, byte[] text, int depth) {
        visitChild(node.literals().get(text), depth);
        if (text.length > 0) {
            visitAffixed(node, text, text, text.length - 1, depth);
            visitChild(node.parameter(), depth);
        }
    }

    /** Parameters whose text before begins the one given, and whose text after ends the other, both within the room. */
    private void visitAffixed(PathNode<T> node, byte[] before, byte[] after, int room, int depth) {
        LengthIndex<LengthIndex<PathNode<T>>> affixed = node.affixed();
        for (int i = 0; i < affixed.lengthCount(); i++) {
            int beforeLength = affixed.length(i);
            LengthIndex<PathNode<T>> afters =
                    beforeLength > before.length ? null : affixed.get(before, 0, beforeLength);
            for (int j = 0; afters != null && j < afters.lengthCount(); j++) {
                int afterLength = afters.length(j);
                if (afterLength <= after.length && beforeLength + afterLength <= room) {
                    visitChild(afters.get(after, after.length - afterLength, after.length), depth);
                }
            }
        }
    }

    private void visitChild(@Nullable PathNode<T> child, int depth) {
        if (child != null) {
            visit(child, depth + 1);
        }
    }
}
