package dev.postern.config.consul;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tag by which a service tells Fabio what it serves: {@code urlprefix-host/path name=value}, or {@code
 * urlprefix-:port proto=tcp}.
 *
 * @param text as it is registered
 * @param host in lower case; empty for any
 * @param path without a slash at its end, unless it is all; empty where a port or a host alone is named
 * @param port 0 where none is named
 * @param options without the weight, which may differ between instances
 */
record FabioTag(String text, String host, String path, int port, Map<String, String> options) {
    private static final String WEIGHT = "weight=";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Set<String> KNOWN = Set.of(
            "strip", "prepend", "proto", "host", "redirect", "tlsskipverify", "pxyproto", "allow", "deny", "register");

    static FabioTag parse(String text, String prefix) throws BadTagException {
        String rest = text.strip().substring(prefix.length()).strip();
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new BadTagException("holds a brace, which would be a variable");
        }
        String[] words = SPACE.split(rest);
        String source = words[0];
        // why: whoever registers a service must not read the proxy's environment
        if (source.indexOf('$') >= 0) {
            throw new BadTagException("holds a variable of the environment, which is not replaced");
        }
        Map<String, String> options = options(words);
        String proto = options.getOrDefault("proto", "http");
        if (source.startsWith(":")) {
            if (!proto.equals("tcp")) {
                throw new BadTagException("names a port, which is for proto=tcp");
            }
            return new FabioTag(text, "", "", port(source.substring(1)), options);
        }
        int slash = source.indexOf('/');
        if (proto.equals("tcp")) {
            throw new BadTagException("proto=tcp is for a port, expected :port");
        }
        if (slash < 0 && !proto.equals("tcp+sni")) {
            throw new BadTagException("has no slash, expected host/path");
        }
        String host = (slash < 0 ? source : source.substring(0, slash)).toLowerCase(Locale.ROOT);
        if (proto.equals("tcp+sni")) {
            return new FabioTag(text, host, "", 0, options);
        }
        String path = source.substring(slash).replaceAll("/+$", "");
        return new FabioTag(text, host, path.isEmpty() ? "/" : path, 0, options);
    }

    private static Map<String, String> options(String[] words) throws BadTagException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw new BadTagException("\"" + words[i] + "\" is not name=value");
            }
            String name = words[i].substring(0, equals);
            if (words[i].startsWith(WEIGHT)) {
                share(words[i]);
            } else if (KNOWN.contains(name)) {
                options.put(name, words[i].substring(equals + 1));
            } else {
                throw new BadTagException("the option " + name + " is not supported");
            }
        }
        return options;
    }

    private static int port(String text) throws BadTagException {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new BadTagException("\"" + text + "\" is no port");
        }
        return port;
    }

    private static double share(String word) throws BadTagException {
        try {
            double share = Double.parseDouble(word.substring(WEIGHT.length()));
            if (Double.isFinite(share)) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new BadTagException("\"" + word + "\" is no number");
        }
        throw new BadTagException("\"" + word + "\" is no number");
    }

    /** What a tag says of its instance's share of the traffic; nothing, as Fabio means it, where that is not above zero. */
    static Optional<Double> shareOf(String text) {
        for (String word : SPACE.split(text)) {
            if (word.startsWith(WEIGHT)) {
                try {
                    double share = share(word);
                    return share > 0 ? Optional.of(Math.min(1, share)) : Optional.empty();
                } catch (BadTagException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** What requests must look like; tags that are alike in it are one route. */
    String source() {
        return port > 0 ? ":" + port : host + path;
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    String proto() {
        return option("proto", "http");
    }

    boolean isTcp() {
        return proto().startsWith("tcp");
    }
}
