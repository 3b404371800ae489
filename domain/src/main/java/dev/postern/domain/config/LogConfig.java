package dev.postern.domain.config;

/** Log level and access log. */
public record LogConfig(
        @Default("info") @Doc("error, warn, info or debug.") Level level,
        @Doc("One line for each request.") Access access) {

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    public enum Format {
        JSON,
        COMMON,
        OFF
    }

    /** One line for each request. */
    public record Access(
            @ShortForm @Default("json") @Doc("json, common or off.")
            Format format,

            @Default("stdout") @Doc("stdout, or the path of a file; a renamed file is noticed and reopened.")
            String to) {}
}
