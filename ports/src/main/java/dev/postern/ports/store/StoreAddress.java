package dev.postern.ports.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param host without brackets for IPv6
 */
public record StoreAddress(String host, int port) {
    private static final Pattern SHAPE =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?");

    /** Reads {@code host:port} or {@code [::1]:port}; empty when it is neither. */
    public static Optional<StoreAddress> parse(String text) {
        return parse(text, 0);
    }

    /** The same with a port for those who write none. */
    public static Optional<StoreAddress> parse(String text, int defaultPort) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = matcher.group(3) != null ? Integer.parseInt(matcher.group(3)) : defaultPort;
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new StoreAddress(host, port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
