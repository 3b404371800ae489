package dev.postern.nio;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Probes and outlier rules for tests. */
final class Probed {
    private Optional<String> path = Optional.empty();
    private Optional<String> host = Optional.empty();
    private Map<String, String> headers = Map.of();
    private Optional<String> send = Optional.empty();
    private Optional<Expectation> expect = Optional.empty();
    private Optional<String> body = Optional.empty();
    private Duration interval = Duration.ofMillis(100);
    private Duration timeout = Duration.ofSeconds(5);

    static Probed path(String path) {
        Probed probed = new Probed();
        probed.path = Optional.of(path);
        return probed;
    }

    static Probed tcp() {
        return new Probed();
    }

    Probed host(String name) {
        host = Optional.of(name);
        return this;
    }

    Probed header(String name, String value) {
        headers = Map.of(name, value);
        return this;
    }

    Probed send(String text) {
        send = Optional.of(text);
        return this;
    }

    Probed expect(String text) {
        expect = Optional.of(new Expectation(text));
        return this;
    }

    Probed body(String text) {
        body = Optional.of(text);
        return this;
    }

    Probed every(Duration time) {
        interval = time;
        return this;
    }

    Probed timeout(Duration time) {
        timeout = time;
        return this;
    }

    HealthConfig after(int passes, int failures) {
        return new HealthConfig(
                path, host, headers, path.isEmpty(), send, expect, body, interval, timeout, passes, failures);
    }

    static OutliersConfig outliers(int failures, Duration ejectFor) {
        return outliers(failures, 0, ejectFor);
    }

    static OutliersConfig outliers(int failures, int sharePercent, Duration ejectFor) {
        return new OutliersConfig(
                failures,
                new Percent(sharePercent),
                Duration.ofMinutes(1),
                10,
                ejectFor,
                Duration.ofMinutes(5),
                new Percent(50));
    }
}
