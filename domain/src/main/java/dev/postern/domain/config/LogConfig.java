package dev.postern.domain.config;

import java.util.List;
import java.util.Optional;

/** Log level and access log. */
public record LogConfig(
        @Default("info") @Doc("error, warn, info or debug.") Level level,

        @Default("auto")
        @Doc(
                "How the own log is written: text, json (one object a line), or auto, which is text on a terminal and json otherwise.")
        Form format,

        @Doc("One line for each request, where it is written; nothing is logged of requests otherwise.")
        Optional<Access> access) {

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    public enum Form {
        AUTO,
        TEXT,
        JSON
    }

    public enum Format {
        JSON,
        COMMON,
        COMBINED,
        OFF
    }

    /** One line for each request. */
    public record Access(
            @ShortForm @Default("json") @Doc("json, common, combined (common with referer and user agent) or off.")
            Format format,

            @Default("stdout") @Doc("stdout, or the path of a file; a renamed file is noticed and reopened.")
            String to,

            @Doc("Only requests for which one of these holds: status >= 400, or duration > 1s.")
            List<LogCondition> when,

            @Default("100%") @Doc("Share of the requests that is written; those that failed always are.")
            Percent sample,

            @Doc("Fields of the request's header that a JSON line holds besides.")
            List<String> headers,

            @Doc("Names of header fields and of query parameters whose values are not written.")
            List<String> redact) {}
}
