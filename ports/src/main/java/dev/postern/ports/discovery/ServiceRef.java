package dev.postern.ports.discovery;

import java.util.List;
import java.util.Map;

/**
 * A service as an upstream's {@code discover} names it.
 *
 * @param options what stands below the discovery's key; a single value is a list of one
 */
public record ServiceRef(String upstream, Map<String, List<String>> options) {}
