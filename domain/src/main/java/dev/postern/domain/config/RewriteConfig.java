package dev.postern.domain.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the upstream sees instead of what the client asked for. */
public record RewriteConfig(
        @ShortForm @Doc("Short form: replacePrefix where the route matches by prefix, path otherwise.")
        Optional<String> to,

        @Doc("Takes the place of the matched prefix.") Optional<String> replacePrefix,
        @Doc("A template over the path parameters.") Optional<String> path,

        @Doc("A pattern over the path, and what takes its place.")
        Optional<Regex> regex,

        @Doc("A template of the Host sent upstream; the client's own when not written.")
        Optional<String> host,

        @Doc("Changes to the query.") Query query) {

    /** A pattern over the path, and what takes its place. */
    public record Regex(
            @Doc("A linear-time (RE2) pattern.") String pattern,
            @Doc("Its replacement; $1 is the first group.") String replace) {}

    /** Changes to the query. */
    public record Query(
            @Doc("Parameters to set, as templates.") Map<String, String> set,
            @Doc("Parameters to drop.") List<String> remove) {}
}
