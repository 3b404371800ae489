package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {
    @Test
    void putsPriorityAboveAllElse() {
        RouteTable<String> table = table(
                Match.host("a.com").andPath("/x").header("h", Match.present()).as("specific"),
                Match.regex("^/x").priority(5).as("regex"),
                Match.any().priority(4).as("any"),
                Match.path("/x").priority(-1).as("low"),
                Match.any().priority(10).methods("POST").as("posts"));

        Request request = Request.of("GET", "a.com", "/x").header("h", "");
        assertEquals("regex", find(table, request));
        assertEquals("posts", find(table, Request.of("POST", "a.com", "/x").header("h", "")));
        assertEquals("any", find(table, Request.of("GET", "a.com", "/y")));
    }

    @Test
    void takesTheExtremesOfPriority() {
        for (Order order : Order.values()) {
            RouteTable<String> table = table(
                    order,
                    List.of(
                            Match.any().priority(-1_000_000).as("lowest", 0),
                            Match.path("/x").priority(1_000_000).as("highest", Integer.MAX_VALUE)));

            assertEquals("highest", find(table, Request.get("/x")));
            assertEquals("lowest", find(table, Request.get("/y")));
        }
    }

    @Test
    void followsTheOrderOfWritingWhereThatIsAskedFor() {
        RouteTable<String> table = table(
                Order.DECLARED,
                List.of(
                        Match.path("/x/y").header("h", Match.present()).as("z-first", 0),
                        Match.prefix("/x").as("m-second", 1),
                        Match.host("example.com").andPath("/x/y").as("a-third", 2),
                        Match.any().priority(1).methods("PUT").as("urgent", 3)));

        assertEquals("m-second", find(table, Request.get("/x/y")));
        assertEquals("z-first", find(table, Request.get("/x/y").header("h", "")));
        assertEquals("urgent", find(table, Request.of("PUT", "example.com", "/x/y")));
    }

    @Test
    void decidesByNameWhereNothingElseDoes() {
        RouteTable<String> table = table(
                Match.path("/{a}").header("x", Match.present()).as("b"),
                Match.path("/{b}").header("y", Match.present()).as("a"));

        assertEquals("a", find(table, Request.get("/1").header("x", "").header("y", "")));
    }
}
