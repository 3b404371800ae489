package dev.postern.domain.config;

import java.util.Optional;

/** What a header, query parameter or cookie must be. Exactly one key. */
public record ValueMatchConfig(
        @ShortForm @Doc("This text exactly.") Optional<String> exact,

        @Doc("A linear-time (RE2) pattern found in the value.")
        Optional<String> regex,

        @Doc("true: there, whatever its value; false: not there.")
        Optional<Boolean> present) {}
