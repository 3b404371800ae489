package dev.postern.ports.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows {@code --config}: a path, or {@code scheme://host:port,host:port/prefix?key=value}. Not a {@link
 * java.net.URI}, which knows one host.
 *
 * @param text as written
 * @param scheme {@code file} for a plain path
 * @param hosts empty for a path
 * @param path the path of a file; for a store the prefix, without slashes around it
 */
public record SourceUri(String text, String scheme, List<String> hosts, String path, Map<String, String> options) {
    public static SourceUri parse(String text) {
        int mark = text.indexOf("://");
        if (mark <= 0 || !text.substring(0, mark).matches("[a-z][a-z0-9+.-]*")) {
            return new SourceUri(text, "file", List.of(), text, Map.of());
        }
        String scheme = text.substring(0, mark);
        String rest = text.substring(mark + 3);
        int question = rest.indexOf('?');
        Map<String, String> options = question < 0 ? Map.of() : options(rest.substring(question + 1));
        String place = question < 0 ? rest : rest.substring(0, question);
        if (scheme.equals("file")) {
            return new SourceUri(text, scheme, List.of(), place, options);
        }
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String path = slash < 0 ? "" : place.substring(slash).replaceAll("^/+|/+$", "");
        List<String> hosts = Arrays.stream(authority.split(",", -1))
                .filter(host -> !host.isEmpty())
                .toList();
        return new SourceUri(text, scheme, hosts, path, options);
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "true" : pair.substring(equals + 1);
                options.put(decode(key), decode(value));
            }
        }
        return Map.copyOf(options);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
