package dev.postern.domain.rewrite;

import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RewriteConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration as an operator would have written it. */
final class Configs {
    static final HeaderEditsConfig NO_EDITS = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
    static final RewriteConfig.Query NO_QUERY = new RewriteConfig.Query(Map.of(), List.of());

    private Configs() {}

    static MatchConfig match(Optional<String> path, Optional<String> prefix, Optional<String> regex) {
        return new MatchConfig(
                List.of(), path, prefix, regex, List.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    static MatchConfig matchPath(String path) {
        return match(Optional.of(path), Optional.empty(), Optional.empty());
    }

    static MatchConfig matchPrefix(String prefix) {
        return match(Optional.empty(), Optional.of(prefix), Optional.empty());
    }

    static MatchConfig matchRegex(String regex) {
        return match(Optional.empty(), Optional.empty(), Optional.of(regex));
    }

    static MatchConfig matchAll() {
        return match(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static RewriteConfig to(String text) {
        return rewrite(Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static RewriteConfig replacePrefix(String text) {
        return rewrite(Optional.empty(), Optional.of(text), Optional.empty(), Optional.empty());
    }

    static RewriteConfig path(String text) {
        return rewrite(Optional.empty(), Optional.empty(), Optional.of(text), Optional.empty());
    }

    static RewriteConfig regex(String pattern, String replace) {
        return rewrite(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RewriteConfig.Regex(pattern, replace)));
    }

    static RewriteConfig rewrite(
            Optional<String> to,
            Optional<String> replacePrefix,
            Optional<String> path,
            Optional<RewriteConfig.Regex> regex) {
        return new RewriteConfig(to, replacePrefix, path, regex, Optional.empty(), NO_QUERY);
    }

    static RewriteConfig host(String host) {
        return new RewriteConfig(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(host), NO_QUERY);
    }

    static RewriteConfig query(Map<String, String> set, List<String> remove) {
        return new RewriteConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new RewriteConfig.Query(set, remove));
    }

    /** {@code a=1&b=2} as a map that keeps its order. */
    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return pairs;
    }
}
