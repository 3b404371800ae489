package dev.postern.domain.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatchingOrderTest {
    @Provide
    Arbitrary<List<RouteSpec<String>>> routes() {
        return RandomRoutes.routes();
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        return RandomRoutes.requests();
    }

    /** Only of routes with one host: one with several is asked for each of them, but listed once. */
    @Property(tries = 1000)
    void listsRoutesAsTheSearchAsksThem(
            @ForAll("routes") List<RouteSpec<String>> written,
            @ForAll("requests") List<Request> requests,
            @ForAll Order order) {
        Map<String, RouteSpec<String>> routes = written.stream()
                .filter(route -> route.config().match().host().size() < 2)
                .collect(Collectors.toMap(RouteSpec::name, Function.identity(), (one, other) -> one));
        RouteTable<String> table =
                Tables.table(order, RoutingPropertyTest.withoutTwins(List.copyOf(routes.values()), order));
        List<String> listed = table.inMatchingOrder();
        assertEquals(table.size(), listed.size());
        for (Request request : requests) {
            List<String> asked = table.explain(request).candidates().stream()
                    .map(Explanation.Candidate::route)
                    .toList();
            List<String> sorted = new ArrayList<>(asked);
            sorted.sort(Comparator.comparingInt(listed::indexOf));
            assertEquals(asked, sorted, () -> request + " of " + listed);
        }
    }
}
