package dev.postern.domain.routing;

import java.util.Optional;

/**
 * What is wrong, or looks wrong, with one route.
 *
 * @param route the name of the route to be mended or left out
 * @param path the key it is about, like {@code routes.users.match.path}
 * @param other another route that it is about as well, and whose place the message does not tell
 */
public record RouteFault(String route, String path, String message, Optional<String> other) {
    RouteFault(String route, String path, String message) {
        this(route, path, message, Optional.empty());
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
