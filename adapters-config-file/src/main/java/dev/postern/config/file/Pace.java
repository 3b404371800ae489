package dev.postern.config.file;

import java.time.Duration;

/**
 * How often files are looked at.
 *
 * @param settle between two looks that must agree before a change is believed
 * @param poll between looks when nobody told of a change; notices what the kernel doesn't tell, as on network mounts
 */
record Pace(Duration settle, Duration poll) {
    static final Pace USUAL = new Pace(Duration.ofMillis(50), Duration.ofSeconds(5));

    /** For how long after the last writing in place more may follow. */
    Duration writing() {
        return settle.multipliedBy(Settling.AGREEING_IN_DOUBT);
    }
}
