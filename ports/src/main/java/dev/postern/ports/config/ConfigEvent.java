package dev.postern.ports.config;

import java.util.List;

/** What a source tells. */
public sealed interface ConfigEvent {
    /**
     * Everything that the source holds now, in its order. An unchanged document is an equal one.
     *
     * @param version what the source calls this state, for history: a file's time, an index, a revision
     */
    record Documents(List<ConfigDocument> documents, String version) implements ConfigEvent {}

    /** The source can't be read; what it said before still holds. One line, without secrets. */
    record Unavailable(String reason) implements ConfigEvent {}
}
