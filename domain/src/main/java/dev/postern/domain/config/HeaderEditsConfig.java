package dev.postern.domain.config;

import java.util.List;
import java.util.Map;

/** Changes to header fields: remove first, then set, then add. */
public record HeaderEditsConfig(
        @Doc("Fields to write in place of all of that name, as templates.")
        Map<String, String> set,

        @Doc("Fields to write beside those of that name, as templates.")
        Map<String, List<String>> add,

        @Doc("Names of fields to drop.") List<String> remove) {}
