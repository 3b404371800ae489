package dev.postern.domain.routing;

import static dev.postern.domain.routing.Tables.find;
import static dev.postern.domain.routing.Tables.findWithParameters;
import static dev.postern.domain.routing.Tables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPrecedenceTest {
    private static final RouteTable<String> MANY = table(
            Match.path("/users").as("list"),
            Match.path("/users/me").as("me"),
            Match.path("/users/{id}").as("one"),
            Match.path("/users/{id}.json").as("json"),
            Match.path("/users/v{major}.json").as("versioned"),
            Match.path("/users/{id}/posts/{post}").as("post"),
            Match.path("/users/{id}/{*rest}").as("below-one"),
            Match.prefix("/users").as("users"),
            Match.prefix("/users/me").as("below-me"),
            Match.prefix("/").as("root"),
            Match.path("/static/{*file}").as("static"),
            Match.regex("^/v\\d+/things$").as("things"));

    @ParameterizedTest
    @CsvSource({
        "/users, list",
        "/users/, users",
        "/users/me, me",
        "/users/me/, below-me",
        "/users/me/x/y, below-me",
        "/users/7, one id=7",
        "/users/7.json, json id=7",
        "/users/.json, one id=.json",
        "/users/v2.json, versioned major=2",
        "/users/v.json, json id=v",
        "/users/7/posts/9, post id=7 post=9",
        "/users/7/posts/, below-one id=7 rest=posts/",
        "/users/7/, below-one id=7 rest=",
        "/users/7/a/b/, below-one id=7 rest=a/b/",
        "/usersx, root",
        "/, root",
        "/static, root",
        "/static/, static file=",
        "/static//x, static file=/x",
        "/static/a%2Fb, static file=a%2Fb",
        "/v12/things, root",
    })
    void picksTheMostSpecificPath(String path, String expected) {
        assertEquals(expected, findWithParameters(MANY, Request.get(path)).strip());
    }

    @Test
    void asksARegexAfterPathsAndBeforeRoutesWithoutAny() {
        RouteTable<String> table = table(
                Match.regex("^/v\\d+/things$").as("things"),
                Match.any().as("any"),
                Match.prefix("/v1").as("v1"));

        assertEquals("v1", find(table, Request.get("/v1/things")));
        assertEquals("things", find(table, Request.get("/v2/things")));
        assertEquals("any", find(table, Request.get("/v2/things/")));
    }
}
