package dev.postern.domain.routing;

import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.config.ValueMatchConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matches as the reference documentation says: every route is tried, the best that matches is sorted out. */
final class NaiveMatcher {
    private static final Pattern PARAMETER = Pattern.compile("([^{]*)\\{[a-z0-9]+}([^{]*)");

    private final List<RouteSpec<String>> routes;
    private final Order order;

    NaiveMatcher(List<RouteSpec<String>> routes, Order order) {
        this.routes = routes;
        this.order = order;
    }

    /** A route under one of its hosts; the lists compare like numbers, the smaller first. */
    private record Candidate(RouteSpec<String> route, List<Integer> host, List<Integer> path, boolean impliesHead) {}

    String find(Request request) {
        List<Candidate> candidates = new ArrayList<>();
        TreeSet<String> allowed = new TreeSet<>();
        for (RouteSpec<String> route : routes) {
            for (Candidate candidate : candidates(route, request)) {
                MatchConfig match = route.config().match();
                if (!conditionsHold(match, request)) {
                    continue;
                }
                if (takes(match, request.method().text())) {
                    candidates.add(candidate);
                } else {
                    allowed.addAll(match.methods());
                    if (match.methods().contains("GET")) {
                        allowed.add("HEAD");
                    }
                }
            }
        }
        Comparator<Candidate> byName = Comparator.comparing(c -> c.route().name());
        Optional<Candidate> best = candidates.stream().min(precedence().thenComparing(byName));
        if (best.isEmpty()) {
            return allowed.isEmpty() ? "404" : "405 " + String.join(", ", allowed);
        }
        Candidate first = best.get();
        return candidates.stream()
                .filter(c -> first.impliesHead()
                        && c.route().config().match().methods().contains("HEAD")
                        && precedence().compare(c, first) == 0)
                .min(byName)
                .orElse(first)
                .route()
                .name();
    }

    /** All but the name. */
    private Comparator<Candidate> precedence() {
        Comparator<Candidate> byPriority =
                Comparator.comparingInt((Candidate c) -> -c.route().config().priority());
        if (order == Order.DECLARED) {
            return byPriority.thenComparingInt(c -> c.route().declaredAt());
        }
        return byPriority
                .thenComparing(Candidate::host, NaiveMatcher::compare)
                .thenComparing(Candidate::path, NaiveMatcher::compare)
                .thenComparingInt(c -> -conditionCount(c.route().config().match()));
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int difference = Integer.compare(one.get(i), other.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static List<Candidate> candidates(RouteSpec<String> route, Request request) {
        MatchConfig match = route.config().match();
        boolean impliesHead = request.method().text().equals("HEAD")
                && match.methods().contains("GET")
                && !match.methods().contains("HEAD");
        List<Candidate> candidates = new ArrayList<>();
        path(match, request.path().text()).ifPresent(path -> {
            for (String host : match.host().isEmpty() ? List.of("") : match.host()) {
                host(host, request.host().text())
                        .ifPresent(place -> candidates.add(new Candidate(route, place, path, impliesHead)));
            }
        });
        return candidates;
    }

    private static Optional<List<Integer>> host(String pattern, String host) {
        if (pattern.isEmpty()) {
            return Optional.of(List.of(2));
        }
        if (pattern.startsWith("*.")) {
            String end = pattern.substring(1);
            boolean fits = host.endsWith(end) && host.length() > end.length();
            return fits ? Optional.of(List.of(1, -end.length())) : Optional.empty();
        }
        return pattern.equals(host) ? Optional.of(List.of(0)) : Optional.empty();
    }

    private static Optional<List<Integer>> path(MatchConfig match, String path) {
        if (match.regex().isPresent()) {
            boolean fits = Pattern.compile(match.regex().get()).matcher(path).find();
            return fits ? Optional.of(List.of(100)) : Optional.empty();
        }
        if (match.path().isPresent()) {
            return segments(match.path().get().split("/", -1), path.split("/", -1), false);
        }
        if (match.prefix().isPresent()) {
            String prefix = match.prefix().get().replaceAll("/$", "");
            return segments(prefix.split("/", -1), path.split("/", -1), true);
        }
        return Optional.of(List.of(101));
    }

    private static Optional<List<Integer>> segments(String[] pattern, String[] path, boolean isPrefix) {
        List<Integer> place = new ArrayList<>();
        for (int i = 1; i < pattern.length; i++) {
            if (i >= path.length) {
                return Optional.empty();
            }
            if (pattern[i].startsWith("{*")) {
                place.add(3);
                return Optional.of(place);
            }
            Matcher parameter = PARAMETER.matcher(pattern[i]);
            if (!parameter.matches()) {
                if (!pattern[i].equals(path[i])) {
                    return Optional.empty();
                }
                place.add(0);
                continue;
            }
            String before = parameter.group(1);
            String after = parameter.group(2);
            if (path[i].length() <= before.length() + after.length()
                    || !path[i].startsWith(before)
                    || !path[i].endsWith(after)) {
                return Optional.empty();
            }
            boolean isBare = before.isEmpty() && after.isEmpty();
            place.addAll(isBare ? List.of(2) : List.of(1, -before.length(), -after.length()));
        }
        if (isPrefix) {
            place.add(4);
            return Optional.of(place);
        }
        return pattern.length == path.length ? Optional.of(place) : Optional.empty();
    }

    private static boolean takes(MatchConfig match, String method) {
        return match.methods().isEmpty()
                || match.methods().contains(method)
                || (method.equals("HEAD") && match.methods().contains("GET"));
    }

    private static int conditionCount(MatchConfig match) {
        return match.headers().size()
                + match.query().size()
                + match.cookies().size()
                + Math.min(1, match.methods().size())
                + Math.min(1, match.sources().size());
    }

    private static boolean conditionsHold(MatchConfig match, Request request) {
        boolean fromThere = match.sources().isEmpty()
                || match.sources().stream()
                        .anyMatch(n -> n.contains(request.clientAddress().copy().array()));
        return fromThere
                && match.headers().entrySet().stream().allMatch(e -> holds(e.getValue(), headers(request, e.getKey())))
                && match.query().entrySet().stream()
                        .allMatch(e -> holds(e.getValue(), pairs(request.query().text(), "&", e.getKey())))
                && match.cookies().entrySet().stream()
                        .allMatch(e -> holds(
                                e.getValue(),
                                headers(request, "Cookie").stream()
                                        .flatMap(line -> pairs(line, "; ", e.getKey()).stream())
                                        .toList()));
    }

    private static List<String> headers(Request request, String name) {
        return request.fields().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(field -> field.getValue())
                .toList();
    }

    private static List<String> pairs(String text, String separator, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : text.split(separator, -1)) {
            if (pair.startsWith(name + "=")) {
                values.add(pair.substring(name.length() + 1));
            }
        }
        return values;
    }

    private static boolean holds(ValueMatchConfig wanted, List<String> values) {
        if (wanted.present().isPresent()) {
            return wanted.present().get() != values.isEmpty();
        }
        return wanted.exact().isPresent()
                ? values.contains(wanted.exact().get())
                : values.stream()
                        .anyMatch(v -> Pattern.compile(wanted.regex().orElseThrow())
                                .matcher(v)
                                .find());
    }
}
