package dev.postern.app.service;

import dev.postern.ports.config.Staleness;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the configuration stands.
 *
 * @param version of the snapshot in force; 0 before the first
 * @param appliedAt when that was put in force
 * @param cause what it came from: the names of sources and discoveries, or what a person did
 * @param override what rules in place of the sources, as a person asked for it
 */
public record ConfigStatus(
        long version,
        Optional<Instant> appliedAt,
        String cause,
        Optional<String> override,
        List<SourceStatus> sources,
        Counts counts) {

    static final ConfigStatus NONE =
            new ConfigStatus(0, Optional.empty(), "", Optional.empty(), List.of(), new Counts(0, 0, Duration.ZERO));

    /** Whether something in force was saved earlier and not read from its source since the start. */
    public boolean isStale() {
        return sources.stream().anyMatch(source -> source.savedAt().isPresent());
    }

    /**
     * @param version what the source calls the state that it told last
     * @param toldAt when it told that
     * @param provedAt when it last proved that this is still all; absent for a source that needs no proof
     * @param unavailable why it can't be read now
     * @param savedAt of which time its content is, where that comes from the state folder
     * @param held why its last content is not in force yet
     */
    public record SourceStatus(
            String name,
            String version,
            Optional<Instant> toldAt,
            Optional<Instant> provedAt,
            Optional<String> unavailable,
            Optional<Instant> unavailableSince,
            Optional<Instant> savedAt,
            Optional<String> held) {
        private SourceStatus proved(Optional<Instant> at) {
            return new SourceStatus(name, version, toldAt, at, unavailable, unavailableSince, savedAt, held);
        }
    }

    /** The same with when the sources proved it. */
    ConfigStatus at(Instant now, List<Optional<Staleness>> staleness) {
        List<SourceStatus> proved = new ArrayList<>(sources.size());
        for (int i = 0; i < sources.size(); i++) {
            proved.add(sources.get(i)
                    .proved(staleness.get(i).map(stale -> now.minus(stale.age()).truncatedTo(ChronoUnit.MILLIS))));
        }
        return new ConfigStatus(version, appliedAt, cause, override, proved, counts);
    }

    /**
     * Since the start.
     *
     * @param applied snapshots put in force
     * @param rejected changes of which something was rejected, wholly or in part
     * @param lastLag from a source's word to its being in force, of the last change
     */
    public record Counts(long applied, long rejected, Duration lastLag) {}
}
