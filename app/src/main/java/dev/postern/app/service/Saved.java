package dev.postern.app.service;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.config.ConfigDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The last good configuration as it is saved: what the sources held, so that it is read and judged like any.
 *
 * @param texts by the name of the source
 * @param endpoints what discoveries found, by service
 */
public record Saved(Instant at, Map<String, List<Text>> texts, Map<String, List<EndpointConfig>> endpoints) {
    /** @param inForce those elements of the document that were in force; others of it were not */
    public record Text(ConfigDocument document, List<ElementId> inForce) {}
}
