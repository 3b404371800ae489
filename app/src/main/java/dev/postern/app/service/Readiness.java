package dev.postern.app.service;

/**
 * Whether traffic should be sent here: a configuration is in force, its listeners are bound, and the proxy is not stopping.
 *
 * @param reason why not; empty when ready
 */
public record Readiness(boolean isReady, String reason) {
    static final Readiness READY = new Readiness(true, "");

    static Readiness not(String reason) {
        return new Readiness(false, reason);
    }
}
