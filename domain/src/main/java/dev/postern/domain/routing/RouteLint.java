package dev.postern.domain.routing;

import dev.postern.domain.config.ListenerConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is allowed but hardly meant: routes that never get a request, redirects that lead back to themselves, regular
 * expressions that a prefix or path would say better. It finds what it says, but not all there is to find. Pure.
 */
public final class RouteLint {
    private static final Pattern BEGINNING = Pattern.compile("\\^((?:/(?:[A-Za-z0-9_~-]|\\\\\\.)+)+)(.*)");
    private static final List<String> TAILS =
            List.of("", "/", ".*", ".*$", "/.*", "/.*$", "(/.*)?", "(/.*)?$", "(?:/.*)?$", "(/|$)", "(?:/|$)", "/?$");

    private RouteLint() {}

    /** Looks at every route of the table that serves a listener. */
    public static <T> List<RouteFault> check(RouteTable<T> table, ListenerConfig listener) {
        List<CompiledRoute<T>> routes = new ArrayList<>();
        table.registry().forEach(routes::add);
        return check(table, listener, routes);
    }

    /** Looks at some routes only, such as those that have changed. */
    public static <T> List<RouteFault> check(RouteTable<T> table, ListenerConfig listener, Collection<String> names) {
        List<CompiledRoute<T>> routes = names.stream()
                .map(table.registry()::get)
                .filter(Objects::nonNull)
                .toList();
        return check(table, listener, routes);
    }

    private static <T> List<RouteFault> check(
            RouteTable<T> table, ListenerConfig listener, List<CompiledRoute<T>> routes) {
        Shadows<T> shadows = new Shadows<>(table);
        RedirectLoops<T> loops = new RedirectLoops<>(table, listener);
        List<RouteFault> warnings = new ArrayList<>();
        routes.stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(route -> {
            shadows.check(route).ifPresent(warnings::add);
            loops.check(route).ifPresent(warnings::add);
            needlessRegex(route).ifPresent(warnings::add);
        });
        return List.copyOf(warnings);
    }

    private static Optional<RouteFault> needlessRegex(CompiledRoute<?> route) {
        return route.spec()
                .config()
                .match()
                .regex()
                .flatMap(RouteLint::betterSaid)
                .map(better -> new RouteFault(
                        route.name(),
                        route.spec().path() + ".match.regex",
                        "found '" + route.spec().config().match().regex().orElseThrow() + "', which " + better
                                + " says faster, and takes its place among other paths"));
    }

    private static Optional<String> betterSaid(String regex) {
        Matcher beginning = BEGINNING.matcher(regex);
        if (!beginning.matches()) {
            return Optional.empty();
        }
        String path = beginning.group(1).replace("\\.", ".");
        if (beginning.group(2).equals("$")) {
            return Optional.of("path: " + path);
        }
        return TAILS.contains(beginning.group(2)) ? Optional.of("prefix: " + path) : Optional.empty();
    }
}
