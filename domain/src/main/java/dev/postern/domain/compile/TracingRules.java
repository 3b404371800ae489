package dev.postern.domain.compile;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.rewrite.FieldName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Checks that spans can be sent to where they are to go. */
final class TracingRules {
    private static final ElementId ID = new ElementId(Section.TRACING, "");
    /** Written by whoever sends. */
    private static final Set<String> OURS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "expect",
            "transfer-encoding",
            "upgrade");

    private final ProblemLog problems;

    TracingRules(ProblemLog problems) {
        this.problems = problems;
    }

    void check(TracingConfig tracing) {
        if (!isUrl(tracing.to())) {
            error("to", "found '" + tracing.to() + "', expected a URL like http://127.0.0.1:4318/v1/traces");
        }
        if (tracing.sample().value() > 100) {
            error("sample", "found " + tracing.sample() + ", expected 0% to 100%");
        }
        if (tracing.service().isBlank()) {
            error("service", "expected a name");
        }
        tracing.headers().forEach(this::header);
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Says nothing of what it holds. */
    private void header(String name, String value) {
        if (!FieldName.isToken(name)) {
            error("headers." + name, "'" + name + "' is no header name");
        } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            error("headers." + name, name + " is written by whoever sends the spans");
        } else if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            error("headers." + name, "found a character that is not ASCII, which a header field can't carry");
        }
    }

    private void error(String key, String message) {
        problems.error(ID, ID.path() + "." + key, message);
    }
}
