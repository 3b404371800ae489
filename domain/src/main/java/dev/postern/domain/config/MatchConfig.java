package dev.postern.domain.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request (or, for tcp, a connection) must look like. Every condition that is written must hold. */
public record MatchConfig(
        @Doc("Host names: exact, or *.example.com, which is any name that ends so.")
        List<String> host,

        @Doc("A path: exact where it has no braces; {id} is one segment, {*rest} the remainder.")
        Optional<String> path,

        @Doc("Whole leading segments: /users matches /users and /users/7, never /usersx.")
        Optional<String> prefix,

        @Doc("A linear-time (RE2) pattern over the path.") Optional<String> regex,

        @Doc("Methods; HEAD follows GET where only GET is listed.")
        List<String> methods,

        @Doc("Header fields by name.") Map<String, ValueMatchConfig> headers,
        @Doc("Query parameters by name.") Map<String, ValueMatchConfig> query,
        @Doc("Cookies by name.") Map<String, ValueMatchConfig> cookies,
        @Doc("Networks that the client must come from.") List<Network> sources,

        @Doc("For tcp: server names asked for in a TLS hello, which is passed through.")
        List<String> sni) {}
