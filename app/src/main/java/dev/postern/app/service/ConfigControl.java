package dev.postern.app.service;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.snapshot.SnapshotDiff;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.credentials.CertificateFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What people and programs may ask of a running configuration, and have done with it. Every thread may call; what changes
 * something is done by the control thread and answered when it is done.
 */
public interface ConfigControl {
    /** What a candidate from outside is called in problems. */
    String CANDIDATE = "request body";

    /** A whole document that stands for all sources together. Reads neither environment nor files, like a store's. */
    static ConfigDocument candidate(String text) {
        return new ConfigDocument(CANDIDATE, Optional.empty(), text, ConfigDocument.Trust.REMOTE);
    }

    Readiness readiness();

    ConfigStatus status();

    /** How long changes took, from a source's word to their being in force, since the start. */
    Lags lags();

    /** Empty until the first configuration is in force. */
    Optional<Snapshot> snapshot();

    /** The elements in force of all sources, those that nobody wrote with their defaults, secrets hidden. */
    default List<EffectiveElement> effective() {
        return effective(_ -> true);
    }

    /** Those that are wanted. */
    List<EffectiveElement> effective(Predicate<ElementId> wanted);

    /** What is not to be shown in texts made of the configuration in force, with what stands for it. */
    Map<String, String> secrets();

    /** The newest first. */
    List<HistoryEntry> history();

    /** What is being held back and why, and what the configuration in force warns of. */
    List<Problem> problems();

    /** What there is to tell of the certificates in force. */
    List<CertificateFacts> certificates();

    /** Endpoints that their discovery does not tell any more, kept because their probes pass. */
    Set<EndpointId> kept();

    /** What would become of a candidate, without applying it. */
    CompletableFuture<CheckResult> check(List<ConfigDocument> candidate);

    /** What {@link #rollback} would change of the configuration in force; empty where it can't be done. */
    CompletableFuture<Optional<SnapshotDiff>> difference(long to);

    /** Puts a candidate in force in place of what all sources say, until one of them changes or is reloaded. */
    CompletableFuture<ChangeOutcome> apply(List<ConfigDocument> candidate);

    /** Puts a former configuration back in force, until a source changes or is reloaded. Endpoints found stay today's. */
    CompletableFuture<ChangeOutcome> rollback(long version);

    /** Lets through what is held as suspicious. Refused where nothing is held. */
    CompletableFuture<ChangeOutcome> confirmHeld();

    /**
     * Has every source read again, and ends what {@link #apply} and {@link #rollback} put in force in place of them.
     * Returns at once; what comes of it is applied like any change.
     */
    void reload();
}
