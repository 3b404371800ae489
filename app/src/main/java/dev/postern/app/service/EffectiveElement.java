package dev.postern.app.service;

import dev.postern.domain.config.ElementId;
import java.util.Map;

/**
 * One element in force.
 *
 * @param origin where it was written; {@code default} for a section that nobody wrote
 * @param source which source it belongs to; empty for a default
 * @param value maps, lists, texts, numbers and booleans, by the keys of the language; defaults included, secrets hidden
 */
public record EffectiveElement(ElementId id, String origin, String source, Map<String, Object> value) {}
