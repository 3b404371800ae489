package dev.postern.app.admin;

import dev.postern.domain.config.AdminConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may ask. Web pages may not: not by a name that was made to point here (Host), not from another site (Origin,
 * Sec-Fetch-Site), not by a form (Content-Type). Immutable.
 */
final class Guard {
    /** why without the token: those who probe can seldom send one, and learn one word. */
    private static final Set<String> PROBES = Set.of("/healthz", "/readyz");

    private static final Set<String> DOCUMENTS =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private final AdminConfig config;

    Guard(AdminConfig config) {
        this.config = config;
    }

    boolean isFor(AdminConfig other) {
        return config.equals(other);
    }

    /** What to answer instead, if anything. Looks at the head alone. */
    Optional<Answer> refuse(Ask ask) {
        return isPage(ask)
                ? host(ask)
                : host(ask).or(() -> site(ask)).or(() -> token(ask)).or(() -> contentType(ask));
    }

    // why: a browser shows it before it can send a token, and from links in runbooks; the page itself tells nothing.
    private static boolean isPage(Ask ask) {
        return ask.path().equals("/") && ask.method().equals("GET") && ask.accepts("text/html");
    }

    private Optional<Answer> host(Ask ask) {
        List<String> hosts = ask.headers().getOrDefault("host", List.of());
        if (hosts.size() != 1) {
            return error(400, "A request has one Host, this one has " + hosts.size() + ".");
        }
        String name = withoutPort(hosts.getFirst()).toLowerCase(Locale.ROOT);
        boolean isKnown = name.equals("localhost")
                || isAddress(name)
                || name.equals(config.address().host().toLowerCase(Locale.ROOT))
                || config.hosts().stream().anyMatch(name::equalsIgnoreCase);
        return isKnown
                ? Optional.empty()
                : error(421, "The admin API is not known by this host name. Ask by address, or add it to admin.hosts.");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    // why: an address in Host can't be a name that somebody else's DNS made point here.
    private static boolean isAddress(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.matches("\\[[0-9a-f:.]+\\]");
    }

    private Optional<Answer> site(Ask ask) {
        String fetchSite = ask.header("sec-fetch-site").orElse("none");
        boolean isOwnPage = fetchSite.equals("none") || fetchSite.equals("same-origin");
        String host = ask.header("host").orElse("");
        boolean isOwnOrigin = ask.headers().getOrDefault("origin", List.of()).stream()
                .allMatch(origin ->
                        origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
        return isOwnPage && isOwnOrigin
                ? Optional.empty()
                : error(403, "The admin API is not for pages of other sites.");
    }

    private Optional<Answer> token(Ask ask) {
        if (config.token().isEmpty() || PROBES.contains(ask.path())) {
            return Optional.empty();
        }
        String given = ask.header("authorization").orElse("");
        boolean isBearer = given.regionMatches(true, 0, "Bearer ", 0, 7);
        if (isBearer && isSame(given.substring(7).strip(), config.token().get())) {
            return Optional.empty();
        }
        return Optional.of(Answer.error(401, "The admin API asks for a token: Authorization: Bearer TOKEN.")
                .with("WWW-Authenticate", "Bearer realm=\"postern\""));
    }

    // why digests: comparing takes the same time, whatever is given and however long it is.
    private static boolean isSame(String given, String wanted) {
        return MessageDigest.isEqual(digest(given), digest(wanted));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new LinkageError("SHA-256", impossible);
        }
    }

    private static Optional<Answer> contentType(Ask ask) {
        if (ask.method().equals("GET")
                || ask.method().equals("HEAD")
                || ask.method().equals("OPTIONS")) {
            return Optional.empty();
        }
        boolean hasBody = ask.header("transfer-encoding").isPresent()
                || !ask.header("content-length").orElse("0").equals("0");
        String written = ask.header("content-type").orElse(hasBody ? "(none)" : "application/json");
        String type = written.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return DOCUMENTS.contains(type)
                ? Optional.empty()
                : error(415, "Content-Type is application/json or application/yaml, not " + type + ".");
    }

    private static Optional<Answer> error(int status, String message) {
        return Optional.of(Answer.error(status, message));
    }
}
