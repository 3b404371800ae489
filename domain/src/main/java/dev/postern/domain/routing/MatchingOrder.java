package dev.postern.domain.routing;

import dev.postern.domain.routing.CompiledRoute.PathKind;
import dev.postern.domain.routing.PathPattern.Literal;
import dev.postern.domain.routing.PathPattern.Parameter;
import dev.postern.domain.routing.PathPattern.Rest;
import dev.postern.domain.routing.PathPattern.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * All routes of a table in one line that agrees with the search: of two that a request could belong to, the one that it
 * gets stands in front. A route with several hosts stands where the most specific one belongs.
 */
final class MatchingOrder {
    private static final Comparator<HostPattern> BY_HOST = Comparator.comparing(HostPattern::kind)
            .thenComparingInt(host -> -host.key().length)
            .thenComparing(HostPattern::toString);

    private MatchingOrder() {}

    static <T> List<String> of(RouteRegistry<T> registry) {
        List<CompiledRoute<?>> routes = new ArrayList<>(registry.size());
        registry.forEach(routes::add);
        return routes.stream()
                .sorted(Comparator.<CompiledRoute<?>>comparingLong(CompiledRoute::rank)
                        .reversed()
                        .thenComparing(MatchingOrder::host, BY_HOST)
                        .thenComparing(MatchingOrder::byPath)
                        .thenComparing(CompiledRoute.ORDER))
                .map(CompiledRoute::name)
                .toList();
    }

    private static HostPattern host(CompiledRoute<?> route) {
        return route.hosts().stream().min(BY_HOST).orElse(HostPattern.ANY);
    }

    private static int byPath(CompiledRoute<?> one, CompiledRoute<?> other) {
        int bySegments = isOfTree(one) && isOfTree(other) ? bySegments(one, other) : 0;
        return bySegments != 0 ? bySegments : one.pathKind().compareTo(other.pathKind());
    }

    private static boolean isOfTree(CompiledRoute<?> route) {
        return route.pathKind() == PathKind.PATTERN || route.pathKind() == PathKind.PREFIX;
    }

    private static int bySegments(CompiledRoute<?> route, CompiledRoute<?> other) {
        List<Segment> one = route.pattern().segments();
        List<Segment> two = other.pattern().segments();
        int common = Math.min(one.size(), two.size());
        for (int i = 0; i < common; i++) {
            int order = bySegment(one.get(i), two.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (one.size() == two.size()) {
            return 0;
        }
        return one.size() > two.size() ? byEnd(route, one.get(common), other) : -byEnd(other, two.get(common), route);
    }

    /** The longer one is asked first, but after a path that is exactly what stands before its remainder. */
    private static int byEnd(CompiledRoute<?> longer, Segment next, CompiledRoute<?> shorter) {
        boolean isRemainder = next instanceof Rest && longer.pathKind() == PathKind.PATTERN;
        return isRemainder && shorter.pathKind() == PathKind.PATTERN ? 1 : -1;
    }

    private static int bySegment(Segment one, Segment other) {
        if (one instanceof Literal first && other instanceof Literal second) {
            return Arrays.compare(first.text, second.text);
        }
        if (one instanceof Parameter first && other instanceof Parameter second) {
            return byParameter(first, second);
        }
        return rank(one) - rank(other);
    }

    private static int byParameter(Parameter first, Parameter second) {
        int before = byText(first.before, second.before);
        return before != 0 ? before : byText(first.after, second.after);
    }

    private static int byText(byte[] first, byte[] second) {
        return first.length != second.length ? second.length - first.length : Arrays.compare(first, second);
    }

    private static int rank(Segment segment) {
        return switch (segment) {
            case Literal _ -> 0;
            case Parameter _ -> 1;
            case Rest _ -> 2;
        };
    }
}
