package dev.postern.domain.balancing;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.upstream.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what is well written in an upstream but can't work. */
final class UpstreamFaults {
    private final String path;
    private final List<Fault> faults = new ArrayList<>();

    private UpstreamFaults(String path) {
        this.path = path;
    }

    static List<Fault> of(String path, UpstreamConfig config) {
        UpstreamFaults found = new UpstreamFaults(path);
        found.endpoints(config);
        if (config.hash().isPresent() && config.balance() != UpstreamConfig.Balance.HASH) {
            found.add("hash", "needs balance: hash");
        }
        config.sticky().ifPresent(found::sticky);
        config.health().ifPresent(health -> new HealthFaults(found::add).check(health, config));
        config.outliers().ifPresent(found::outliers);
        found.percent("panicThreshold", config.panicThreshold());
        found.percent("limits.retryBudget", config.limits().retryBudget());
        config.limits().adaptive().ifPresent(found::adaptive);
        if (config.bodyTimeout().isNegative()) {
            found.add("bodyTimeout", "can't be negative");
        }
        if (config.slowStart().isNegative()) {
            found.add("slowStart", "can't be negative");
        }
        return found.faults;
    }

    private void endpoints(UpstreamConfig config) {
        if (config.endpoints().isEmpty() && config.discover().isEmpty()) {
            faults.add(new Fault(path, "needs endpoints or discover"));
        }
        Map<Address, Integer> seen = new HashMap<>();
        for (int i = 0; i < config.endpoints().size(); i++) {
            Address address = config.endpoints().get(i).address();
            Integer first = seen.putIfAbsent(address, i);
            if (first != null) {
                add("endpoints[" + i + "]", address + " is also endpoints[" + first + "]");
            }
        }
    }

    private void sticky(StickyConfig sticky) {
        if (!HashKeyParser.isToken(sticky.cookie())) {
            add("sticky.cookie", "found '" + sticky.cookie() + "', expected the name of a cookie");
        }
        if (sticky.ttl().toSeconds() < 1) {
            add("sticky.ttl", "expected 1s or more");
        }
    }

    private void adaptive(AdaptiveConfig adaptive) {
        if (adaptive.max() < adaptive.min()) {
            add("limits.adaptive.max", "is less than min");
        }
        if (adaptive.tolerance().value() < 1 || adaptive.tolerance().value() > 1000) {
            add("limits.adaptive.tolerance", "found " + adaptive.tolerance() + ", expected 1% to 1000%");
        }
    }

    private void outliers(OutliersConfig outliers) {
        positive("outliers.ejectFor", outliers.ejectFor());
        if (outliers.maxEjectFor().compareTo(outliers.ejectFor()) < 0) {
            add("outliers.maxEjectFor", "is shorter than ejectFor");
        }
        positive("outliers.window", outliers.window());
        percent("outliers.failureShare", outliers.failureShare());
        percent("outliers.maxEjected", outliers.maxEjected());
    }

    private void positive(String key, Duration duration) {
        if (!duration.isPositive()) {
            add(key, "expected more than 0");
        }
    }

    private void percent(String key, Percent percent) {
        if (percent.value() < 0 || percent.value() > 100) {
            add(key, "found " + percent + ", expected 0% to 100%");
        }
    }

    private void add(String key, String message) {
        faults.add(new Fault(path + "." + key, message));
    }
}
