package dev.postern.domain.compile;

import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RedirectConfig;
import dev.postern.domain.config.RouteConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The route that {@code redirectToHttps} stands for: it takes what no other does. */
final class HttpsRedirect {
    private static final int STANDARD_PORT = 443;
    /** Below what a person may write. */
    private static final int LAST = -1_000_001;

    private static final HeaderEditsConfig NO_EDITS = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
    private static final MatchConfig EVERYTHING = new MatchConfig(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of());

    private HttpsRedirect() {}

    /** One that no element can have. */
    static String name(int port) {
        return "(https" + (port == STANDARD_PORT ? "" : ":" + port) + ")";
    }

    static RouteConfig to(int port) {
        String authority = port == STANDARD_PORT ? "{host}" : "{host}:" + port;
        return new RouteConfig(
                List.of(),
                LAST,
                EVERYTHING,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.of(new RedirectConfig("https://" + authority + "{uri}", 308)),
                Optional.empty(),
                Optional.empty(),
                NO_EDITS,
                NO_EDITS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
    }
}
