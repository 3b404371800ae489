package dev.postern.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the admin API.
 *
 * @param query names with their values, in the order of writing
 * @param headers by name in lower case
 */
record Ask(
        String method, String path, Map<String, List<String>> query, Map<String, List<String>> headers, String body) {
    /** The value of a parameter that may be given once. */
    Optional<String> parameter(String name) throws RefusedException {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new RefusedException(400, "The query parameter '" + name + "' is given " + values.size() + " times.");
        }
        return values.stream().findFirst();
    }

    String required(String name) throws RefusedException {
        return parameter(name)
                .orElseThrow(() -> new RefusedException(400, "The query parameter '" + name + "' is missing."));
    }

    /** A whole number within bounds. */
    int number(String name, int otherwise, int least, int most) throws RefusedException {
        Optional<String> written = parameter(name);
        if (written.isEmpty()) {
            return otherwise;
        }
        if (written.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(written.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new RefusedException(
                400, "The query parameter '" + name + "' is a whole number from " + least + " to " + most + ".");
    }

    /** Values written {@code Name: value}. */
    List<Map.Entry<String, String>> fields(String name) throws RefusedException {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String field : query.getOrDefault(name, List.of())) {
            int colon = field.indexOf(':');
            if (colon <= 0) {
                throw new RefusedException(
                        400, "'" + field + "' is no header field: it is written " + name + "=Name: value.");
            }
            fields.add(Map.entry(
                    field.substring(0, colon).strip(),
                    field.substring(colon + 1).strip()));
        }
        return fields;
    }

    /** Whether a type is named among those that the answer may have; that anything may come does not count. */
    boolean accepts(String type) {
        return headers.getOrDefault("accept", List.of()).stream().anyMatch(accept -> accept.contains(type));
    }

    Optional<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }
}
