package dev.postern.domain.upstream;

/**
 * What is wrong with a part of the configuration; the compiler adds where it was written.
 *
 * @param path like {@code upstreams.users.hash.on}
 */
public record Fault(String path, String message) {}
