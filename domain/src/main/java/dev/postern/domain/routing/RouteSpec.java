package dev.postern.domain.routing;

import dev.postern.domain.config.RouteConfig;

/**
 * One route to put into a table.
 *
 * @param name unique within the table
 * @param declaredAt its place in the order of writing, from 0
 * @param plan what a match leads to; routing only hands it back
 */
public record RouteSpec<T>(String name, int declaredAt, RouteConfig config, T plan) {
    public RouteSpec {
        if (declaredAt < 0) {
            throw new IllegalArgumentException(name + " is declared at " + declaredAt);
        }
    }

    String path() {
        return "routes." + name;
    }
}
