package dev.postern.ports.config;

import dev.postern.domain.config.Problem;
import java.util.List;

/** What a source tells. */
public sealed interface ConfigEvent {
    /**
     * Everything that the source holds now, in its order. An unchanged document is an equal one.
     *
     * @param version what the source calls this state, for history: a file's time, an index, a revision
     * @param problems what the source holds besides and can make no document of
     */
    record Documents(List<ConfigDocument> documents, String version, List<Problem> problems) implements ConfigEvent {
        public Documents(List<ConfigDocument> documents, String version) {
            this(documents, version, List.of());
        }
    }

    /** The source can't be read; what it said before still holds. One line, without secrets. */
    record Unavailable(String reason) implements ConfigEvent {}
}
