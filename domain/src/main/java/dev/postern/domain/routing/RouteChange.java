package dev.postern.domain.routing;

/** A route that comes into a table, or goes out of it. */
record RouteChange<T>(CompiledRoute<T> route, Direction direction) {
    enum Direction {
        IN,
        OUT
    }

    static <T> RouteChange<T> in(CompiledRoute<T> route) {
        return new RouteChange<>(route, Direction.IN);
    }

    static <T> RouteChange<T> out(CompiledRoute<T> route) {
        return new RouteChange<>(route, Direction.OUT);
    }
}
