package dev.postern.ports.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How sure a source is that what it told last is still all that there is.
 *
 * @param age since it was proved; since the start where it never was
 * @param most what the operator allows before the proxy is not ready any more
 */
public record Staleness(Duration age, Optional<Duration> most) {
    public boolean isTooMuch() {
        return most.filter(allowed -> age.compareTo(allowed) > 0).isPresent();
    }
}
