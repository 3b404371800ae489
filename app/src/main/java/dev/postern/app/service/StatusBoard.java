package dev.postern.app.service;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what the status tells, and what the next change comes from. Written by the control thread, read by any. */
final class StatusBoard {
    private final Control control;
    private final List<SourceState> sources;
    private final Set<String> causes = new LinkedHashSet<>();
    private Optional<Long> firstCauseNanos = Optional.empty();
    private long version;
    private long applied;
    private long rejected;
    private Optional<Instant> appliedAt = Optional.empty();
    private String appliedCause = "";
    private Duration lastLag = Duration.ZERO;
    private volatile Lags lags = Lags.NONE;
    private volatile ConfigStatus status = ConfigStatus.NONE;

    StatusBoard(Control control, List<SourceState> sources) {
        this.control = control;
        this.sources = sources;
    }

    ConfigStatus status() {
        return status;
    }

    Lags lags() {
        return lags;
    }

    void caused(String cause) {
        causes.add(cause);
    }

    /** @param seenNanos when a source told what changes something */
    void caused(String cause, long seenNanos) {
        caused(cause);
        firstCauseNanos = Optional.of(Math.min(firstCauseNanos.orElse(seenNanos), seenNanos));
    }

    String cause() {
        return String.join(", ", causes);
    }

    void applied(long newVersion) {
        version = newVersion;
        applied++;
        appliedAt = Optional.of(control.now());
        appliedCause = cause();
        // why: the first configuration is no change, and what a person did has no lag
        if (applied > 1) {
            firstCauseNanos.ifPresent(first -> {
                lastLag = Duration.ofNanos(control.nanoTime() - first);
                lags = lags.with(lastLag);
            });
        }
    }

    void rejected() {
        rejected++;
    }

    void decided(Optional<String> override) {
        causes.clear();
        firstCauseNanos = Optional.empty();
        status = new ConfigStatus(
                version,
                appliedAt,
                appliedCause,
                override,
                sources.stream().map(SourceState::status).toList(),
                new ConfigStatus.Counts(applied, rejected, lastLag));
    }
}
