package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.RoutingConfig.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void saysWhyEachCandidateLost() {
        RouteTable<String> table = table(
                Match.path("/users/{id}")
                        .header("X-Env", Match.exactly("canary"))
                        .as("users-v2"),
                Match.path("/users/{id}").as("users"),
                Match.path("/users/{id}").methods("POST").as("create"),
                Match.path("/users/{id}")
                        .sources("10.0.0.0/8")
                        .query("v", Match.like("^2"))
                        .as("inside"),
                Match.prefix("/users").as("all-users"),
                Match.host("*.com").as("com"),
                Match.any().priority(-1).as("fallback"),
                Match.path("/orders").as("orders"));

        assertEquals(
                """
                route com
                  com: matches
                  inside: client 192.0.2.1 is in none of [10.0.0.0/8]; query v is '1', wanted a match of ^2
                  create: method is GET, wanted POST
                  users-v2: header x-env is 'prod' and 'beta', wanted 'canary'
                  users: matches, but com has the more specific host *.com
                  all-users: matches, but com has the more specific host *.com
                  fallback: matches, but com has priority 0 over -1
                """,
                table.explain(Request.get("/users/7?v=1")
                                .header("X-Env", "prod")
                                .header("X-Env", "beta")
                                .from("192.0.2.1"))
                        .toString());
    }

    @Test
    void namesTheStepThatDecided() {
        RouteTable<String> table = table(
                Match.path("/users/{id}").header("a", Match.present()).as("more"),
                Match.path("/users/{x}").as("fewer"),
                Match.path("/users/{y}").header("b", Match.present()).as("other"),
                Match.prefix("/users").as("prefix"));

        assertEquals(
                """
                route more
                  {id} = 7
                  more: matches
                  other: matches, but more comes before it by name
                  fewer: matches, but more has more conditions, 1 over 0
                  prefix: matches, but more has the more specific path /users/{id}
                """,
                table.explain(Request.get("/users/7").header("a", "").header("b", ""))
                        .toString());
    }

    @Test
    void explainsTheOrderOfWritingAndHead() {
        RouteTable<String> declared = table(
                Order.DECLARED, List.of(Match.any().as("z", 0), Match.path("/x").as("a", 1)));
        RouteTable<String> heads = table(
                Match.path("/x").methods("GET").as("a-get"),
                Match.path("/x").methods("HEAD").as("b-head"));

        assertEquals("""
                route z
                  z: matches
                  a: matches, but z is written before it
                """, declared.explain(Request.get("/x")).toString());
        assertEquals("""
                route b-head
                  a-get: matches, but b-head lists HEAD itself
                  b-head: matches
                """, heads.explain(Request.of("HEAD", "a.com", "/x")).toString());
    }

    @Test
    void explainsWhyThereIsNoRoute() {
        RouteTable<String> table = table(
                Match.path("/x").methods("POST", "GET").as("x"),
                Match.regex("^/y$").as("y"),
                Match.path("/z").cookie("beta", Match.exactly("1")).as("z"),
                Match.host("a.com", "*.com").andPath("/w").methods("PUT").as("w"));

        assertEquals("""
                method not allowed, allowed: GET, HEAD, POST
                  x: method is PUT, wanted GET, HEAD, POST
                  y: path does not match ^/y$
                """, table.explain(Request.of("PUT", "b.org", "/x")).toString());
        assertEquals("""
                no route
                  z: cookie beta is not there, wanted '1'
                  y: path does not match ^/y$
                """, table.explain(Request.of("GET", "b.org", "/z")).toString());
        assertEquals(
                1,
                table.explain(Request.of("PUT", "a.com", "/w")).candidates().stream()
                        .filter(c -> c.route().equals("w"))
                        .count());
    }
}
