package dev.postern.config.file;

import java.util.List;

/** How a single value is written. */
interface ScalarType {
    /** Follows "expected": a duration such as 5s. */
    String expected();

    Object parse(String text) throws BadValueException;

    /** For the reference and the schema. */
    Form form();

    /** Every text that is allowed, where they can be counted. */
    default List<String> choices() {
        return List.of();
    }
}
