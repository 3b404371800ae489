package dev.postern.ports.store;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way to a server, in words for the operator. */
public final class NetworkFailure {
    private static final int LONGEST = 160;

    private NetworkFailure() {}

    /** One line, when the failure is one that every client of every server has. */
    public static Optional<String> line(Throwable failure) {
        return cause(failure, UncheckedIOException.class)
                .map(e -> oneLine(e.getMessage()))
                .or(() -> cause(failure, UnknownHostException.class).map(e -> "unknown host"))
                .or(() -> cause(failure, SocketTimeoutException.class).map(e -> "no answer in time"))
                .or(() -> cause(failure, SSLException.class).map(e -> "TLS failed: " + oneLine(e.getMessage())))
                .or(() -> cause(failure, ConnectException.class).map(e -> "connection refused"));
    }

    /** The failure itself, or what caused it, that is of a type. */
    public static <E extends Throwable> Optional<E> cause(Throwable failure, Class<E> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** A text of others without line breaks, and not too long. */
    public static String oneLine(@Nullable String text) {
        String line = Objects.requireNonNullElse(text, "").strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
