package dev.postern.domain.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A match and what to do with what matches. Exactly one of upstream, split, respond, redirect and deny. */
public record RouteConfig(
        @Doc("Names of listeners; every listener of the route's kind when not written.")
        List<String> listeners,

        @Default("0") @Bounds(min = -1_000_000, max = 1_000_000) @Doc("Higher is asked first.")
        int priority,

        @Doc("What a request must look like; everything matches when not written.")
        MatchConfig match,

        @Doc("Forward to this upstream.") Optional<String> upstream,
        @Doc("Forward to several upstreams, by weight.") Map<String, Integer> split,
        @Doc("Answer without an upstream.") Optional<RespondConfig> respond,
        @Doc("Send the client elsewhere.") Optional<RedirectConfig> redirect,
        @Doc("Refuse.") Optional<DenyConfig> deny,

        @Doc("What the upstream sees instead of path, host and query.")
        Optional<RewriteConfig> rewrite,

        @Doc("Changes to the request's headers.") HeaderEditsConfig requestHeaders,
        @Doc("Changes to the response's headers.") HeaderEditsConfig responseHeaders,

        @Doc("For the whole exchange, retries and response head included, body streaming excluded.")
        Optional<Duration> timeout,

        @Doc("Further times.") Optional<TimeoutsConfig> timeouts,
        @Doc("When to try again.") Optional<RetryConfig> retry,

        @Doc("Largest request body; 413 above it; the listener's limit when not written.")
        Optional<Size> maxBodySize,

        @Default("drain")
        @Doc(
                "What becomes of the route's WebSockets and TCP connections when it is removed: they live on, have shutdown.grace to end, or end at once.")
        OnRemoval onRemoval) {

    public enum OnRemoval {
        KEEP,
        DRAIN,
        CLOSE
    }
}
