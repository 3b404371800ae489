package dev.postern.domain.compile;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.rewrite.Alike;
import dev.postern.domain.rewrite.Faults;
import dev.postern.domain.rewrite.HeaderEdits;
import dev.postern.domain.rewrite.Redirect;
import dev.postern.domain.rewrite.Respond;
import dev.postern.domain.rewrite.Rewrite;
import dev.postern.domain.rewrite.Vocabulary;
import dev.postern.domain.routing.BadPatternException;
import dev.postern.domain.routing.PathPattern;
import dev.postern.domain.snapshot.Action;
import dev.postern.domain.snapshot.Destination;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.RetryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles what a route does. Each route once, also where several listeners serve it, and not at all where it says what
 * it said before. Lives for one compilation.
 */
final class PlanCompiler {
    /** why: a route that does nothing is an error already, and its match is checked nevertheless. */
    private static final Action NOTHING = new Action.Deny(500);

    private final Optional<Snapshot> previous;
    private final ProblemLog problems;
    private final Map<String, RoutePlan> compiled = new HashMap<>();
    private final Alike alike = new Alike();

    PlanCompiler(Optional<Snapshot> previous, ProblemLog problems) {
        this.previous = previous;
        this.problems = problems;
    }

    /** The plan of a route; where the problems say that it can't be, one of no use. */
    RoutePlan compile(String name, RouteConfig route) {
        return compiled.computeIfAbsent(name, _ -> known(name, route).orElseGet(() -> plan(name, route)));
    }

    private Optional<RoutePlan> known(String name, RouteConfig route) {
        return previous.filter(before -> route.equals(before.config().routes().get(name)))
                .flatMap(before -> before.httpListeners().values().stream()
                        .map(HttpListener::routes)
                        .flatMap(table -> table.plan(name).stream())
                        .findFirst());
    }

    private RoutePlan plan(String name, RouteConfig route) {
        ElementId id = new ElementId(Section.ROUTES, name);
        String path = id.path();
        Faults faults = problems.errorsOf(id);
        Optional<Destination> destination = destination(route);
        Vocabulary words = new Vocabulary(name, upstreams(route), parameters(route));
        Action action = action(route, destination, words, path, faults);
        Rewrite rewrite = Rewrite.compile(route.rewrite(), route.match(), route.requestHeaders(), words, path, faults);
        return new RoutePlan(
                name,
                action,
                alike.one(rewrite),
                edits(route.requestHeaders(), HeaderEdits.Side.REQUEST, words, path + ".requestHeaders", faults),
                edits(route.responseHeaders(), HeaderEdits.Side.RESPONSE, words, path + ".responseHeaders", faults),
                route.retry()
                        .map(retry -> RetryPolicy.of(
                                path + ".retry", retry, fault -> faults.add(fault.path(), fault.message())))
                        .orElseGet(RetryPolicy::unwritten),
                alike.one(new TimesCompiler(path + ".timeouts", faults).compile(route)));
    }

    private HeaderEdits edits(
            HeaderEditsConfig config, HeaderEdits.Side side, Vocabulary words, String path, Faults faults) {
        return isNothing(config)
                ? HeaderEdits.NONE
                : HeaderEdits.compile(config, side, words, path, faults).sharing(alike);
    }

    static boolean isNothing(HeaderEditsConfig edits) {
        return edits.set().isEmpty() && edits.add().isEmpty() && edits.remove().isEmpty();
    }

    private Action action(
            RouteConfig route, Optional<Destination> destination, Vocabulary words, String path, Faults faults) {
        // why: all that is written is compiled, so that a route with two actions has the faults of both told.
        Optional<Action> answer = route.respond()
                .map(respond -> new Action.Answer(Respond.compile(respond, words, path + ".respond", faults)));
        Optional<Action> elsewhere = route.redirect()
                .map(redirect ->
                        new Action.SendElsewhere(Redirect.compile(redirect, route.match(), words, path, faults)));
        return destination
                .<Action>map(to -> alike.one(new Action.Forward(to)))
                .or(() -> answer)
                .or(() -> elsewhere)
                .or(() -> route.deny().map(deny -> new Action.Deny(deny.status())))
                .orElse(NOTHING);
    }

    /** Where a route forwards to; empty when it doesn't. */
    Optional<Destination> destination(RouteConfig route) {
        if (route.upstream().isPresent()) {
            return route.upstream().map(Destination::to);
        }
        List<Integer> weights = route.split().values().stream()
                .map(weight -> Math.max(0, weight))
                .toList();
        boolean isSound = weights.stream().anyMatch(weight -> weight > 0);
        return isSound ? Optional.of(Destination.among(upstreams(route), weights)) : Optional.empty();
    }

    private static List<String> upstreams(RouteConfig route) {
        return route.upstream()
                .map(List::of)
                .orElseGet(() -> new ArrayList<>(route.split().keySet()));
    }

    /** Names that templates may use; a pattern that is wrong is told by the table. */
    private static List<String> parameters(RouteConfig route) {
        try {
            return route.match().path().isPresent()
                    ? PathPattern.parse(route.match().path().get()).parameterNames()
                    : List.of();
        } catch (BadPatternException e) {
            return List.of();
        }
    }
}
