package dev.postern.app.admin;

import dev.postern.app.metrics.Figures;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigStatus;
import dev.postern.app.service.Lags;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The figures of the configuration: what is in force, since when, and what is held back. */
final class ConfigMetrics {
    private ConfigMetrics() {}

    static void append(Figures figures, ConfigControl config) {
        ConfigStatus status = config.status();
        Instant now = Instant.now();
        figures.gauge("postern_ready", "1 where traffic should come here.")
                .sample(config.readiness().isReady() ? 1 : 0);
        figures.gauge("postern_config_version", "The number of the snapshot in force.")
                .sample(status.version());
        Figures.Series age =
                figures.gauge("postern_config_age_seconds", "Since the snapshot in force was put in force.");
        status.appliedAt().ifPresent(at -> age.sample(Figures.seconds(Duration.between(at, now))));
        figures.counter("postern_config_applied_total", "Snapshots put in force.")
                .sample(status.counts().applied());
        figures.counter(
                        "postern_config_rejections_total",
                        "Changes of which something was rejected, wholly or in part.")
                .sample(status.counts().rejected());
        figures.gauge("postern_config_problems", "What is held back, and what the configuration warns of.")
                .sample(config.problems().size());
        figures.histogram("postern_config_lag_seconds", "From a change seen in a source to its being in force.")
                .sample(Lags.BOUNDS, config.lags().counts(), config.lags().sum(), Labels.EMPTY);
        sources(figures, status.sources(), now);
        Figures.Series expiry = figures.gauge(
                "postern_certificate_expiry_timestamp_seconds",
                "When the first certificate of the chain expires, in seconds since 1970.");
        config.certificates()
                .forEach(each -> expiry.sample(each.expiresAt().getEpochSecond(), "certificate", each.name()));
    }

    private static void sources(Figures figures, List<ConfigStatus.SourceStatus> sources, Instant now) {
        Figures.Series available = figures.gauge(
                "postern_config_source_available", "1 where the source could be read when it was last asked.");
        Figures.Series staleness = figures.gauge(
                "postern_config_staleness_seconds",
                "Since a store last proved that what it told is still all there is.");
        for (ConfigStatus.SourceStatus each : sources) {
            available.sample(each.unavailable().isPresent() ? 0 : 1, "source", each.name());
            each.provedAt()
                    .ifPresent(
                            at -> staleness.sample(Figures.seconds(Duration.between(at, now)), "source", each.name()));
        }
    }
}
