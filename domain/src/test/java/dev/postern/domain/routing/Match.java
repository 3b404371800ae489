package dev.postern.domain.routing;

import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.config.RedirectConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.ValueMatchConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a route's match in a line. Immutable. */
record Match(
        int priority,
        List<String> host,
        Optional<String> path,
        Optional<String> prefix,
        Optional<String> regex,
        List<String> methods,
        Map<String, ValueMatchConfig> headers,
        Map<String, ValueMatchConfig> query,
        Map<String, ValueMatchConfig> cookies,
        List<Network> sources,
        List<String> sni,
        Optional<String> redirect) {

    static Match any() {
        return new Match(
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static Match path(String path) {
        return any().andPath(path);
    }

    static Match prefix(String prefix) {
        return any().andPrefix(prefix);
    }

    static Match regex(String regex) {
        return any().andRegex(regex);
    }

    static Match host(String... hosts) {
        return any().onHost(hosts);
    }

    static Match sni(String... names) {
        Match m = any();
        return new Match(
                m.priority,
                m.host,
                m.path,
                m.prefix,
                m.regex,
                m.methods,
                m.headers,
                m.query,
                m.cookies,
                m.sources,
                List.of(names),
                m.redirect);
    }

    Match priority(int priority) {
        return new Match(priority, host, path, prefix, regex, methods, headers, query, cookies, sources, sni, redirect);
    }

    Match onHost(String... hosts) {
        return new Match(
                priority,
                List.of(hosts),
                path,
                prefix,
                regex,
                methods,
                headers,
                query,
                cookies,
                sources,
                sni,
                redirect);
    }

    Match andPath(String text) {
        return new Match(
                priority,
                host,
                Optional.of(text),
                prefix,
                regex,
                methods,
                headers,
                query,
                cookies,
                sources,
                sni,
                redirect);
    }

    Match andPrefix(String text) {
        return new Match(
                priority,
                host,
                path,
                Optional.of(text),
                regex,
                methods,
                headers,
                query,
                cookies,
                sources,
                sni,
                redirect);
    }

    Match andRegex(String text) {
        return new Match(
                priority,
                host,
                path,
                prefix,
                Optional.of(text),
                methods,
                headers,
                query,
                cookies,
                sources,
                sni,
                redirect);
    }

    Match methods(String... names) {
        return new Match(
                priority, host, path, prefix, regex, List.of(names), headers, query, cookies, sources, sni, redirect);
    }

    Match header(String name, ValueMatchConfig value) {
        return new Match(
                priority,
                host,
                path,
                prefix,
                regex,
                methods,
                with(headers, name, value),
                query,
                cookies,
                sources,
                sni,
                redirect);
    }

    Match query(String name, ValueMatchConfig value) {
        return new Match(
                priority,
                host,
                path,
                prefix,
                regex,
                methods,
                headers,
                with(query, name, value),
                cookies,
                sources,
                sni,
                redirect);
    }

    Match cookie(String name, ValueMatchConfig value) {
        return new Match(
                priority,
                host,
                path,
                prefix,
                regex,
                methods,
                headers,
                query,
                with(cookies, name, value),
                sources,
                sni,
                redirect);
    }

    Match sources(String... networks) {
        List<Network> parsed =
                java.util.Arrays.stream(networks).map(Match::network).toList();
        return new Match(priority, host, path, prefix, regex, methods, headers, query, cookies, parsed, sni, redirect);
    }

    Match redirectTo(String to) {
        return new Match(
                priority, host, path, prefix, regex, methods, headers, query, cookies, sources, sni, Optional.of(to));
    }

    static ValueMatchConfig exactly(String text) {
        return new ValueMatchConfig(Optional.of(text), Optional.empty(), Optional.empty());
    }

    static ValueMatchConfig like(String regex) {
        return new ValueMatchConfig(Optional.empty(), Optional.of(regex), Optional.empty());
    }

    static ValueMatchConfig present() {
        return new ValueMatchConfig(Optional.empty(), Optional.empty(), Optional.of(true));
    }

    static ValueMatchConfig absent() {
        return new ValueMatchConfig(Optional.empty(), Optional.empty(), Optional.of(false));
    }

    /** The route; its plan is its own name. */
    RouteSpec<String> as(String name) {
        return as(name, 0);
    }

    RouteSpec<String> as(String name, int declaredAt) {
        HeaderEditsConfig noEdits = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
        RouteConfig config = new RouteConfig(
                List.of(),
                priority,
                new MatchConfig(host, path, prefix, regex, methods, headers, query, cookies, sources, sni),
                redirect.isPresent() ? Optional.empty() : Optional.of("up"),
                Map.of(),
                Optional.empty(),
                redirect.map(to -> new RedirectConfig(to, 308)),
                Optional.empty(),
                Optional.empty(),
                noEdits,
                noEdits,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
        return new RouteSpec<>(name, declaredAt, config, name);
    }

    private static Map<String, ValueMatchConfig> with(
            Map<String, ValueMatchConfig> map, String name, ValueMatchConfig value) {
        Map<String, ValueMatchConfig> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Network network(String text) {
        String[] parts = text.split("/");
        return new Network(address(parts[0]), Integer.parseInt(parts[1]));
    }

    static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
