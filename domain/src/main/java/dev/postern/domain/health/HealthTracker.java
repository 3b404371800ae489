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
    private boolean lastPassed;
    private int inRow;

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
        if (next.equals(config)) {
            return this;
        }
        HealthTracker tracker = new HealthTracker(next, health, isFirst);
        tracker.lastPassed = lastPassed;
        tracker.inRow = inRow;
        return tracker;
    }

    Health health() {
        return health;
    }

    void heard(boolean passed) {
        inRow = passed == lastPassed ? inRow + 1 : 1;
        lastPassed = passed;
        if (passed) {
            heard(Health.HEALTHY, config.healthyAfter());
        } else {
            heard(Health.UNHEALTHY, config.unhealthyAfter());
        }
    }

    /** How many probes in a row ended as the last one. */
    int inRow() {
        return inRow;
    }

    /** Nothing was heard yet, or the last probes contradict what is held. */
    boolean isChanging() {
        return isFirst || contrary > 0;
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
