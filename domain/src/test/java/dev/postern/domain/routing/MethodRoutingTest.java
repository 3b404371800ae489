package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.faultsOf;
import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MethodRoutingTest {
    private static String find1(RouteTable<String> table, String method) {
        return find(table, Request.of(method, "a.com", "/x"));
    }

    @Test
    void saysWhichMethodsThereAreWhenTheRequestsOwnIsNotAmongThem() {
        RouteTable<String> table = table(
                Match.path("/x").methods("POST", "GET").as("write"),
                Match.path("/{y}").methods("GET", "DELETE").as("delete"),
                Match.path("/y").methods("PUT").as("elsewhere"),
                Match.host("b.com").methods("PATCH").as("other-host"));

        assertEquals("405 DELETE, GET, HEAD, POST", find1(table, "PUT"));
        assertEquals("405 DELETE, GET, HEAD, POST", find1(table, "OPTIONS"));
        assertEquals("delete", find1(table, "DELETE"));
        assertEquals("404", find(table, Request.of("PUT", "a.com", "/x/y")));
    }

    @Test
    void leavesOutMethodsOfRoutesWhoseOtherConditionsFail() {
        RouteTable<String> table = table(
                Match.path("/x").methods("POST").header("a", Match.present()).as("a"),
                Match.path("/x").methods("PUT").header("b", Match.present()).as("b"));

        assertEquals("404", find1(table, "GET"));
        assertEquals("405 PUT", find(table, Request.get("/x").header("b", "")));
        assertEquals(
                "405 POST, PUT", find(table, Request.get("/x").header("b", "").header("a", "")));
    }

    @Test
    void prefersALessSpecificRouteOverNotAllowed() {
        RouteTable<String> table =
                table(Match.path("/x").methods("POST").as("post"), Match.any().as("any"));

        assertEquals("any", find1(table, "GET"));
    }

    @Test
    void sendsHeadWhereGetGoes() {
        RouteTable<String> table = table(
                Match.path("/x").methods("GET").as("get"), Match.prefix("/").as("any"));

        assertEquals("get", find1(table, "HEAD"));
        assertEquals("any", find1(table, "head"));
        assertEquals("405 POST", find1(table(Match.path("/x").methods("POST").as("post")), "HEAD"));
    }

    @Test
    void sendsHeadToTheEqualThatListsIt() {
        RouteTable<String> table = table(
                Match.path("/x").methods("GET").as("a-get"),
                Match.path("/x").methods("POST", "GET").as("b-post"),
                Match.path("/x").methods("HEAD").as("c-head"));

        assertEquals("a-get", find1(table, "GET"));
        assertEquals("c-head", find1(table, "HEAD"));
        assertEquals("b-post", find1(table, "POST"));
    }

    @Test
    void tellsMethodsApartByCase() {
        RouteTable<String> table =
                table(Match.path("/x").methods("PURGE", "purge").as("purge"));

        assertEquals("purge", find1(table, "purge"));
        assertEquals("405 PURGE, purge", find1(table, "Purge"));
        assertEquals(
                List.of("routes.r.match.methods: found 'get', expected GET: methods are told apart by case"),
                faultsOf(Match.any().methods("get").as("r")));
        assertEquals(
                List.of("routes.r.match.methods: found 'G T', expected the name of a method such as GET"),
                faultsOf(Match.any().methods("G T").as("r")));
    }
}
