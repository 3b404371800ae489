package dev.postern.domain.config;

/**
 * A located, readable fault in configuration.
 *
 * @param path the key it is about, like {@code routes.users.match.prefix}
 */
public record Problem(Severity severity, Place place, String path, String message) {
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(Place place, String path, String message) {
        return new Problem(Severity.ERROR, place, path, message);
    }

    public static Problem warning(Place place, String path, String message) {
        return new Problem(Severity.WARNING, place, path, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        String subject = path.isEmpty() ? "" : path + ": ";
        return place + ": " + (isError() ? "" : "warning: ") + subject + message;
    }
}
