package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.built;
import static dev.postern.domain.routing.Tables.faults;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RoutingConfig.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpRouteTableTest {
    private static String find(TcpRouteTable<String> table, String name, String client) {
        byte[] address = Match.address(client);
        return table.find(Slice.of(name), new Slice().set(address, 0, address.length))
                .map(RouteSpec::plan)
                .orElse("none");
    }

    @Test
    void picksByServerNameThenBySource() {
        TcpRouteTable<String> table = built(TcpRouteTable.build(
                List.of(
                        Match.sni("db.example.com").as("exact"),
                        Match.sni("db.example.com").sources("10.0.0.0/8").as("exact-inside"),
                        Match.sni("*.example.com").as("wild"),
                        Match.any().sources("192.0.2.0/24").as("source"),
                        Match.sni("*.com")
                                .priority(1)
                                .sources("198.51.100.0/24")
                                .as("urgent")),
                Order.SPECIFICITY));

        assertEquals("exact", find(table, "db.example.com", "11.0.0.1"));
        assertEquals("exact-inside", find(table, "db.example.com", "10.0.0.1"));
        assertEquals("wild", find(table, "x.db.example.com", "10.0.0.1"));
        assertEquals("urgent", find(table, "db.example.com", "198.51.100.7"));
        assertEquals("source", find(table, "", "192.0.2.1"));
        assertEquals("none", find(table, "example.org", "10.0.0.1"));
        assertEquals("none", find(table, "", "10.0.0.1"));
    }

    @Test
    void knowsWhetherItAsksForServerNames() {
        TcpRouteTable<String> table = built(
                TcpRouteTable.build(List.of(Match.any().sources("10.0.0.0/8").as("inside")), Order.SPECIFICITY));
        assertFalse(table.asksForServerNames());
        TcpRouteTable<String> asking =
                built(table.updated(List.of(), List.of(Match.sni("*.com").as("wild"))));
        assertTrue(asking.asksForServerNames());
        assertFalse(built(asking.updated(List.of("wild"), List.of())).asksForServerNames());
    }

    @Test
    void followsTheOrderOfWriting() {
        TcpRouteTable<String> table = built(TcpRouteTable.build(
                List.of(
                        Match.any().sources("10.0.0.0/8").as("first", 0),
                        Match.sni("db.example.com").as("second", 1)),
                Order.DECLARED));

        assertEquals("first", find(table, "db.example.com", "10.0.0.1"));
        assertEquals("second", find(table, "db.example.com", "11.0.0.1"));
    }

    @Test
    void changesLikeATableBuiltAnew() {
        TcpRouteTable<String> table =
                built(TcpRouteTable.build(List.of(Match.sni("a.com", "b.com").as("ab")), Order.SPECIFICITY));
        TcpRouteTable<String> changed = built(table.updated(
                List.of(),
                List.of(Match.sni("b.com", "c.com").as("ab"), Match.any().as("rest"))));

        assertEquals("ab", find(table, "a.com", "10.0.0.1"));
        assertEquals("rest", find(changed, "a.com", "10.0.0.1"));
        assertEquals("ab", find(changed, "b.com", "10.0.0.1"));
        assertEquals("ab", find(changed, "c.com", "10.0.0.1"));
        assertEquals(0, built(changed.updated(List.of("ab", "rest"), List.of())).size());
    }

    @Test
    void refusesWhatOnlyHttpHasAndTwins() {
        assertEquals(
                List.of(
                        "routes.h.match.host: found in a tcp route, expected sni and sources only",
                        "routes.h.match.path: found in a tcp route, expected sni and sources only",
                        "routes.h.match.methods: found in a tcp route, expected sni and sources only"),
                faults(TcpRouteTable.build(
                                List.of(Match.path("/x")
                                        .onHost("a.com")
                                        .methods("GET")
                                        .as("h")),
                                Order.SPECIFICITY))
                        .stream()
                        .map(RouteFault::toString)
                        .toList());
        assertEquals(
                1,
                faults(TcpRouteTable.build(
                                List.of(
                                        Match.sni("a.com").as("x"),
                                        Match.sni("A.com").as("y")),
                                Order.SPECIFICITY))
                        .size());
    }
}
