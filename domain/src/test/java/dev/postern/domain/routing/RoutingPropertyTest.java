package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.built;
import static dev.postern.domain.routing.Tables.find;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingPropertyTest {
    @Provide
    Arbitrary<List<RouteSpec<String>>> routes() {
        return RandomRoutes.routes();
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        return RandomRoutes.requests();
    }

    @Property(tries = 1000)
    void agreesWithTheNaiveMatcher(
            @ForAll("routes") List<RouteSpec<String>> written,
            @ForAll("requests") List<Request> requests,
            @ForAll Order order) {
        List<RouteSpec<String>> routes = withoutTwins(written, order);
        RouteTable<String> table = Tables.table(order, routes);
        NaiveMatcher naive = new NaiveMatcher(routes, order);
        for (Request request : requests) {
            assertEquals(naive.find(request), find(table, request), request::toString);
        }
    }

    @Property(tries = 1000)
    void aChangedTableFindsWhatATableBuiltAnewFinds(
            @ForAll("routes") List<RouteSpec<String>> first,
            @ForAll("routes") List<RouteSpec<String>> then,
            @ForAll("requests") List<Request> requests,
            @ForAll Order order) {
        Map<String, RouteSpec<String>> current = new LinkedHashMap<>();
        RouteTable<String> table = RouteTable.empty(order);
        List<RouteSpec<String>> steps = new ArrayList<>(first);
        steps.addAll(then);
        for (RouteSpec<String> step : steps) {
            List<String> removed = step.declaredAt() % 3 == 2 ? List.of("r" + step.declaredAt()) : List.of();
            if (table.updated(removed, List.of(step)) instanceof TableBuild.Built<RouteTable<String>> built) {
                table = built.table();
                removed.forEach(current::remove);
                current.put(step.name(), step);
            }
        }
        RouteTable<String> anew = Tables.table(order, List.copyOf(current.values()));
        assertEquals(anew.size(), table.size());
        for (Request request : requests) {
            assertEquals(find(anew, request), find(table, request), request::toString);
        }
        RouteTable<String> emptied = built(table.updated(current.keySet(), List.of()));
        assertEquals(0, emptied.size());
        emptied.hosts().forEach(left -> fail("left: " + left));
    }

    /** What is left when every route is left out that can't be told apart from one before it. */
    static List<RouteSpec<String>> withoutTwins(List<RouteSpec<String>> written, Order order) {
        List<RouteSpec<String>> kept = new ArrayList<>();
        RouteTable<String> table = RouteTable.empty(order);
        for (RouteSpec<String> spec : written) {
            if (table.updated(List.of(), List.of(spec)) instanceof TableBuild.Built<RouteTable<String>> built) {
                table = built.table();
                kept.add(spec);
            }
        }
        return kept;
    }
}
