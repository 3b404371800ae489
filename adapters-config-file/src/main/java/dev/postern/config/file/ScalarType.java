package dev.postern.config.file;

import java.util.List;

/** How a single value is written. */
interface ScalarType {
    /** Follows "expected": a duration such as 5s. */
    String expected();

    Object parse(String text) throws BadValueException;

    /** Every text that is allowed, where they can be counted. */
    default List<String> choices() {
        return List.of();
    }
}
