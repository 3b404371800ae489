package dev.postern.domain.balancing;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Finds what can't work in the probes of an upstream. */
final class HealthFaults {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "te", "expect", "keep-alive");

    private final BiConsumer<String, String> add;

    /** @param add takes a key below the upstream, and what is wrong with it */
    HealthFaults(BiConsumer<String, String> add) {
        this.add = add;
    }

    void check(HealthConfig health, UpstreamConfig upstream) {
        if (health.tcp() == health.path().isPresent()) {
            add.accept("health", "needs either a path or tcp: true");
        } else if (health.tcp()) {
            tcp(health);
        } else {
            http(health, upstream);
        }
        if (health.interval().compareTo(SHORTEST_INTERVAL) < 0) {
            add.accept("health.interval", "expected 100ms or more");
        }
        if (!health.timeout().isPositive()) {
            add.accept("health.timeout", "expected more than 0");
        }
    }

    private void tcp(HealthConfig health) {
        String needsPath = "is for a path; with tcp: true there are send and expect";
        health.host().ifPresent(_ -> add.accept("health.host", needsPath));
        health.body().ifPresent(_ -> add.accept("health.body", needsPath));
        if (!health.headers().isEmpty()) {
            add.accept("health.headers", needsPath);
        }
        health.expect()
                .filter(text -> text.text().isEmpty())
                .ifPresent(_ -> add.accept("health.expect", "found nothing, expected a text"));
    }

    private void http(HealthConfig health, UpstreamConfig upstream) {
        health.path()
                .filter(path -> !path.startsWith("/"))
                .ifPresent(
                        path -> add.accept("health.path", "found '" + path + "', expected a path that begins with /"));
        health.path()
                .filter(path -> !isVisible(path) || path.indexOf('#') >= 0)
                .ifPresent(_ -> add.accept(
                        "health.path", "found a character that a path can't have; write it percent-encoded"));
        health.host()
                .filter(host -> host.isEmpty() || !isVisible(host) || host.indexOf('/') >= 0)
                .ifPresent(host ->
                        add.accept("health.host", "found '" + host + "', expected a host, with or without a port"));
        health.send().ifPresent(_ -> add.accept("health.send", "needs tcp: true"));
        health.expect().filter(text -> text.statuses().isEmpty()).ifPresent(this::noStatuses);
        health.headers().forEach(this::header);
        if (upstream.proxyProtocol() != UpstreamConfig.ProxyProtocol.OFF) {
            add.accept(
                    "health.path",
                    "asks without the PROXY header that endpoints expect because of proxyProtocol; use tcp: true");
        }
    }

    private void noStatuses(Expectation found) {
        add.accept(
                "health.expect",
                "found '" + found + "', expected status codes such as 204 or 200-399"
                        + found.hint().map(hint -> "; write " + hint).orElse(""));
    }

    private void header(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HashKeyParser.isToken(name)) {
            add.accept("health.headers." + name, "is no name of a header field");
        } else if (lower.equals("host")) {
            add.accept("health.headers." + name, "has a key of its own: host");
        } else if (OURS.contains(lower)) {
            add.accept("health.headers." + name, "belongs to the connection; probes can't set it");
        }
        if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
            add.accept("health.headers." + name, "found a character that a header field can't carry");
        }
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
