package dev.postern.domain.routing;

import dev.postern.domain.config.RoutingConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which route a request belongs to, and why no other: the answer of the search itself, not of a second one.
 *
 * @param route the name of the one that won
 * @param candidates those whose host and path fit: by priority, and among equals in the order in which they are asked
 * @param parameters of the path, by name
 * @param allow the methods allowed, where the method alone was wrong
 */
public record Explanation(
        RouteMatch.Outcome outcome,
        Optional<String> route,
        List<Candidate> candidates,
        Map<String, String> parameters,
        String allow) {

    /**
     * A route that was asked.
     *
     * @param match the host and path by which it became one, as written
     * @param reason why it won or lost
     */
    public record Candidate(String route, String match, Verdict verdict, String reason) {}

    /** What became of a candidate. */
    public enum Verdict {
        WON,
        /** Every condition holds, but another route comes first. */
        OUTRANKED,
        REFUSED
    }

    static <T> Explanation of(HostIndex<PathTree<T>> hosts, RoutingConfig.Order order, RequestView request) {
        RouteMatch<T> match = new RouteMatch<>();
        match.find(hosts, request);
        List<Asked<T>> asked = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        // why: a route with several hosts may be met under two of them; what the first says holds for both.
        new Search<T>().explain(hosts, request, (route, host, isAdmitted) -> {
            if (seen.add(route.name())) {
                asked.add(new Asked<>(route, host, isAdmitted));
            }
        });
        asked.sort(Comparator.<Asked<T>>comparingLong(one -> one.route.rank()).reversed());
        Optional<String> winner = match.isMatched() ? Optional.of(match.name()) : Optional.empty();
        return new Explanation(
                match.outcome(),
                winner,
                judged(asked, winner, order, request),
                parameters(match),
                match.allow().text());
    }

    private record Asked<T>(CompiledRoute<T> route, HostPattern host, boolean isAdmitted) {}

    private static <T> List<Candidate> judged(
            List<Asked<T>> asked, Optional<String> winner, RoutingConfig.Order order, RequestView request) {
        Optional<Asked<T>> won = asked.stream()
                .filter(a -> winner.isPresent() && winner.get().equals(a.route.name()))
                .findFirst();
        return asked.stream().map(a -> judged(a, won, order, request)).toList();
    }

    private static <T> Candidate judged(
            Asked<T> asked, Optional<Asked<T>> won, RoutingConfig.Order order, RequestView request) {
        String match = asked.host + asked.route.pathText();
        if (!asked.isAdmitted) {
            return new Candidate(
                    asked.route.name(), match, Verdict.REFUSED, String.join("; ", asked.route.failures(request)));
        }
        if (won.isEmpty() || won.get().route.name().equals(asked.route.name())) {
            return new Candidate(asked.route.name(), match, Verdict.WON, "matches");
        }
        return new Candidate(
                asked.route.name(), match, Verdict.OUTRANKED, "matches, but " + reason(won.get(), asked, order));
    }

    private static <T> String reason(Asked<T> won, Asked<T> lost, RoutingConfig.Order order) {
        String winner = won.route.name();
        int priority = won.route.spec().config().priority();
        if (priority != lost.route.spec().config().priority()) {
            return winner + " has priority " + priority + " over "
                    + lost.route.spec().config().priority();
        }
        if (order == RoutingConfig.Order.DECLARED
                && won.route.spec().declaredAt() != lost.route.spec().declaredAt()) {
            return winner + " is written before it";
        }
        if (!won.host.equals(lost.host)) {
            return winner + " has the more specific host " + won.host;
        }
        if (won.route.pathKind() != lost.route.pathKind()
                || !won.route.pattern().shape().equals(lost.route.pattern().shape())) {
            return winner + " has the more specific path " + won.route.pathText();
        }
        if (won.route.weight() != lost.route.weight()) {
            return winner + " has more conditions, " + won.route.weight() + " over " + lost.route.weight();
        }
        return lost.route.name().compareTo(winner) < 0
                ? winner + " lists HEAD itself"
                : winner + " comes before it by name";
    }

    private static Map<String, String> parameters(RouteMatch<?> match) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; match.isMatched() && i < match.parameterCount(); i++) {
            parameters.put(match.parameterName(i), match.parameter(i).text());
        }
        return parameters;
    }

    /** For a person: the outcome, then a line for each candidate. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (outcome) {
                    case MATCHED -> "route " + route.orElseThrow();
                    case METHOD_NOT_ALLOWED -> "method not allowed, allowed: " + allow;
                    case NOT_FOUND -> "no route";
                });
        parameters.forEach((name, value) ->
                text.append("\n  {").append(name).append("} = ").append(value));
        for (Candidate candidate : candidates) {
            text.append("\n  ").append(candidate.route()).append(": ").append(candidate.reason());
        }
        return text.append('\n').toString();
    }
}
