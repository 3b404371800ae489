package dev.postern.domain.compile;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a snapshot is made of.
 *
 * @param elements from every source, in their order; single-valued sections that nobody wrote are there with their
 *     defaults and without places
 * @param discovered endpoints found by discovery, by upstream
 * @param previous the snapshot in force, whose unchanged parts are used again
 * @param warnings what is looked at for warnings
 */
public record CompileInput(
        List<Element> elements,
        Map<String, List<EndpointConfig>> discovered,
        Optional<Snapshot> previous,
        Thoroughness warnings) {

    public CompileInput(
            List<Element> elements, Map<String, List<EndpointConfig>> discovered, Optional<Snapshot> previous) {
        this(elements, discovered, previous, Thoroughness.CHANGES);
    }

    /** The same, looked at as closely as this. */
    public CompileInput with(Thoroughness thoroughness) {
        return new CompileInput(elements, discovered, previous, thoroughness);
    }
}
