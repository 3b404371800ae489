package dev.postern.app.service;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** How the start went. */
public sealed interface StartResult {
    /** @param addresses where each listener really listens */
    record Serving(Snapshot snapshot, Map<String, SocketAddress> addresses) implements StartResult {}

    /** The configuration can't be used. */
    record Invalid(List<Problem> problems) implements StartResult {}

    /** A source can't be read, or a listener can't be bound; one line each. */
    record Impossible(List<String> reasons, List<Problem> problems) implements StartResult {}
}
