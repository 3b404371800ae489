package dev.postern.domain.health;

/**
 * What one probe of an endpoint found.
 *
 * @param detail for people: {@code status 503, expected 200-399}
 */
public record ProbeResult(boolean hasPassed, String detail) {}
