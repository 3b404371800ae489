package dev.postern.domain.health;

import dev.postern.domain.config.HealthConfig;

/**
 * What the probes of one endpoint say. The first probe decides at once, whatever was presumed; from then on it takes as
 * many alike in a row as the configuration says. The control thread owns it.
 */
final class HealthTracker {
    private final HealthConfig config;
    private Health health;
    private boolean isFirst;
    private int contrary;

    enum Health {
        HEALTHY,
        /** Not probed yet, and nothing presumed. */
        UNPROVEN,
        UNHEALTHY
    }

    private HealthTracker(HealthConfig config, Health health, boolean isFirst) {
        this.config = config;
        this.health = health;
        this.isFirst = isFirst;
    }

    /** For endpoints that were there when the upstream began: refusing everybody until a probe has passed helps nobody. */
    static HealthTracker presumedHealthy(HealthConfig config) {
        return new HealthTracker(config, Health.HEALTHY, true);
    }

    /** For endpoints that join others: they take nothing from those who serve until a probe has passed. */
    static HealthTracker unproven(HealthConfig config) {
        return new HealthTracker(config, Health.UNPROVEN, true);
    }

    /** What is known, under other rules. */
    HealthTracker under(HealthConfig next) {
        return next.equals(config) ? this : new HealthTracker(next, health, isFirst);
    }

    Health health() {
        return health;
    }

    void passed() {
        heard(Health.HEALTHY, config.healthyAfter());
    }

    void failed() {
        heard(Health.UNHEALTHY, config.unhealthyAfter());
    }

    private void heard(Health verdict, int needed) {
        contrary = verdict == health ? 0 : contrary + 1;
        if (isFirst || contrary >= needed) {
            health = verdict;
            contrary = 0;
        }
        isFirst = false;
    }
}
