package dev.postern.domain.routing;

import static org.junit.jupiter.api.Assertions.fail;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.List;

/** Tables and what they answer, in the words of tests. */
final class Tables {
    private Tables() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // why: the array is only read.
    static RouteTable<String> table(RouteSpec<String>... specs) {
        return table(Order.SPECIFICITY, List.of(specs));
    }

    static RouteTable<String> table(Order order, List<RouteSpec<String>> specs) {
        return built(RouteTable.build(specs, order));
    }

    static <R> R built(TableBuild<R> build) {
        return switch (build) {
            case TableBuild.Built<R> built -> built.table();
            case TableBuild.Rejected<R> rejected -> fail("rejected: " + rejected.faults());
        };
    }

    static List<RouteFault> faults(TableBuild<?> build) {
        return switch (build) {
            case TableBuild.Built<?> ignored -> List.of();
            case TableBuild.Rejected<?> rejected -> rejected.faults();
        };
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // why: the array is only read.
    static List<String> faultsOf(RouteSpec<String>... specs) {
        return faults(RouteTable.build(List.of(specs), Order.SPECIFICITY)).stream()
                .map(RouteFault::toString)
                .toList();
    }

    /** The route's name, {@code 405 METHODS} or {@code 404}; and always what the explanation says as well. */
    static String find(RouteTable<String> table, Request request) {
        RouteMatch<String> match = new RouteMatch<>();
        table.find(request, match);
        String found = switch (match.outcome()) {
            case MATCHED -> match.plan();
            case METHOD_NOT_ALLOWED -> "405 " + match.allow();
            case NOT_FOUND -> "404";
        };
        Explanation explanation = table.explain(request);
        if (explanation.outcome() != match.outcome()
                || (match.isMatched()
                        && explanation.candidates().stream()
                                .noneMatch(c -> c.verdict() == Explanation.Verdict.WON
                                        && c.route().equals(found)))) {
            fail(found + " is explained by " + explanation);
        }
        return found;
    }

    /** As {@link #find}, with the parameters of the path: {@code users id=7}. */
    static String findWithParameters(RouteTable<String> table, Request request) {
        RouteMatch<String> match = new RouteMatch<>();
        table.find(request, match);
        StringBuilder found = new StringBuilder(find(table, request));
        for (int i = 0; match.isMatched() && i < match.parameterCount(); i++) {
            found.append(' ').append(match.parameterName(i)).append('=').append(match.parameter(i));
        }
        return found.toString();
    }
}
