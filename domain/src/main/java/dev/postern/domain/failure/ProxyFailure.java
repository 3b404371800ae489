package dev.postern.domain.failure;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What went wrong with one exchange or attempt: data, not an exception.
 *
 * @param detail for the operator's log, never for the client; may be empty
 */
public record ProxyFailure(FailureKind kind, String detail) {
    private static final Map<FailureKind, ProxyFailure> PLAIN = plain();

    private static Map<FailureKind, ProxyFailure> plain() {
        Map<FailureKind, ProxyFailure> failures = new EnumMap<>(FailureKind.class);
        for (FailureKind kind : FailureKind.values()) {
            failures.put(kind, new ProxyFailure(kind, ""));
        }
        return failures;
    }

    /** A failure of which its kind tells everything; always the same object. */
    public static ProxyFailure of(FailureKind kind) {
        return Objects.requireNonNull(PLAIN.get(kind));
    }

    public Side side() {
        return kind.side();
    }

    public Repeat repeat() {
        return kind.repeat();
    }
}
