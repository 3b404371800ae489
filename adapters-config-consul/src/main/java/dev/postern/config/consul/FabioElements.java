package dev.postern.config.consul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The elements that say what one of Fabio's tags says: their texts, by section and name. */
final class FabioElements {
    private final FabioTag tag;
    private final String name;
    private final Map<String, Map<String, Object>> elements = new LinkedHashMap<>();

    private FabioElements(FabioTag tag) {
        this.tag = tag;
        name = name(tag);
    }

    /**
     * By {@code routes/name}, {@code upstreams/name} and {@code listeners/name}.
     *
     * @param discover where the endpoints are to be found
     * @param ports that may be listened on
     */
    static Map<String, Map<String, Object>> of(FabioTag tag, Map<String, Object> discover, Set<Integer> ports)
            throws BadTagException {
        FabioElements elements = new FabioElements(tag);
        if (tag.options().containsKey("redirect")) {
            elements.redirect();
        } else {
            elements.upstream(discover);
            elements.routes(ports);
        }
        return elements.elements;
    }

    /** Made of nothing but the tag, so that it stays when others come and go. */
    static String name(FabioTag tag) {
        if (tag.port() > 0) {
            return "fabio-tcp-" + tag.port();
        }
        String kind = tag.isTcp() ? "fabio-sni" : "fabio";
        String source = (tag.host().isEmpty() ? "" : "-" + tag.host()) + tag.path();
        String readable = source.replace('/', '_').replace("*", "any");
        boolean isOnlyOne = source.matches("[A-Za-z0-9./-]*") && source.length() < 100;
        return kind
                + (isOnlyOne
                        ? readable
                        : readable.replaceAll("[^A-Za-z0-9._-]", "-").substring(0, Math.min(100, readable.length()))
                                + "-" + Integer.toHexString(source.hashCode()));
    }

    private void put(String section, String element, Map<String, Object> text) {
        elements.put(section + "/" + element, text);
    }

    private void upstream(Map<String, Object> discover) throws BadTagException {
        Map<String, Object> upstream = new LinkedHashMap<>();
        upstream.put("discover", Map.of("consul", discover));
        switch (tag.proto()) {
            case "http", "tcp", "tcp+sni" -> {}
            case "https" -> upstream.put("tls", tls());
            case "grpc" -> upstream.put("protocol", "h2c");
            case "grpcs" -> {
                upstream.put("tls", tls());
                upstream.put("protocol", "h2");
            }
            default -> throw new BadTagException("proto=" + tag.proto() + " is not supported");
        }
        if (tag.option("pxyproto", "false").equals("true")) {
            upstream.put("proxyProtocol", "v1");
        }
        put("upstreams", name, upstream);
    }

    private Map<String, Object> tls() {
        return tag.option("tlsskipverify", "false").equals("true") ? Map.of("verify", "none") : Map.of();
    }

    private void routes(Set<Integer> ports) throws BadTagException {
        List<String> allowed = networks("allow");
        List<String> denied = networks("deny");
        if (!allowed.isEmpty() && !denied.isEmpty()) {
            throw new BadTagException("allow and deny are both written, expected one of them");
        }
        if (tag.isTcp()) {
            if (!denied.isEmpty()) {
                throw new BadTagException("deny is not supported for proto=" + tag.proto());
            }
            tcp(ports, allowed);
            return;
        }
        put("routes", name, forwarding(match(allowed)));
        if (!allowed.isEmpty() || !denied.isEmpty()) {
            put("routes", name + "-denied", ordered("match", match(denied), "deny", 403));
        }
    }

    private void tcp(Set<Integer> ports, List<String> allowed) throws BadTagException {
        if (tag.port() == 0) {
            Map<String, Object> match = ordered("sni", List.of(tag.host()));
            restrict(match, allowed);
            put("routes", name, ordered("match", match, "upstream", name));
            return;
        }
        if (!ports.contains(tag.port())) {
            throw new BadTagException("port " + tag.port() + " is not among the ports of the source's address");
        }
        Map<String, Object> listener = new LinkedHashMap<>();
        listener.put("address", ":" + tag.port());
        listener.put("protocol", "tcp");
        if (allowed.isEmpty()) {
            listener.put("upstream", name);
        } else {
            Map<String, Object> match = new LinkedHashMap<>();
            restrict(match, allowed);
            put("routes", name, ordered("listeners", List.of(name), "match", match, "upstream", name));
        }
        put("listeners", name, listener);
    }

    private Map<String, Object> match(List<String> sources) {
        Map<String, Object> match = new LinkedHashMap<>();
        if (!tag.host().isEmpty()) {
            match.put("host", List.of(tag.host()));
        }
        match.put("prefix", tag.path());
        restrict(match, sources);
        return match;
    }

    private static void restrict(Map<String, Object> match, List<String> sources) {
        if (!sources.isEmpty()) {
            match.put("sources", sources);
        }
    }

    private List<String> networks(String option) throws BadTagException {
        List<String> networks = new ArrayList<>();
        for (String one : Arrays.stream(tag.option(option, "").split(","))
                .filter(part -> !part.isEmpty())
                .toList()) {
            if (!one.startsWith("ip:")) {
                throw new BadTagException(option + "=" + one + " is not supported, expected ip:network");
            }
            networks.add(one.substring(3));
        }
        return networks;
    }

    private Map<String, Object> forwarding(Map<String, Object> match) throws BadTagException {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("match", match);
        route.put("upstream", name);
        Map<String, Object> rewrite = new LinkedHashMap<>();
        if (tag.options().containsKey("strip") || tag.options().containsKey("prepend")) {
            rewrite.put("replacePrefix", tag.option("prepend", "") + stripped());
        }
        String host = tag.option("host", "");
        if (host.equals("dst")) {
            throw new BadTagException("host=dst is not supported; name the host");
        }
        if (!host.isEmpty()) {
            rewrite.put("host", host);
        }
        if (!rewrite.isEmpty()) {
            route.put("rewrite", rewrite);
        }
        return route;
    }

    private String stripped() throws BadTagException {
        String strip = tag.option("strip", "").replaceAll("/+$", "");
        String path = tag.path();
        boolean isWhole = path.equals(strip) || path.startsWith(strip + "/");
        if (!isWhole) {
            throw new BadTagException("strip=" + strip + " is not where " + path + " begins");
        }
        String rest = path.substring(strip.length());
        return rest.isEmpty() ? "/" : rest;
    }

    private void redirect() throws BadTagException {
        String[] parts = tag.option("redirect", "").split(",", 2);
        if (parts.length != 2 || !parts[0].matches("3[0-9][0-9]")) {
            throw new BadTagException("redirect is not status,address");
        }
        Map<String, Object> redirect =
                ordered("to", parts[1].replace("$path", "{uri}"), "status", Integer.parseInt(parts[0]));
        put("routes", name, ordered("match", match(List.of()), "redirect", redirect));
    }

    /** why: the same tag must be the same text in every run. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return map;
    }
}
