package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.credentials.CredentialReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A snapshot for the transport, and what it was made of.
 *
 * @param bySource what each source gave, in the order of the sources
 * @param discovered endpoints by upstream
 * @param credentials what was read for it, with what there is to tell of that
 */
record InForce(
        Snapshot snapshot,
        List<List<Element>> bySource,
        Map<String, List<EndpointConfig>> discovered,
        List<Problem> warnings,
        CredentialReading credentials) {

    /** The same configuration with what was read for it anew. */
    InForce with(CredentialReading read) {
        return new InForce(snapshot.with(read.credentials()), bySource, discovered, warnings, read);
    }

    /** In the order of the sources. */
    List<Element> elements() {
        List<Element> all = new ArrayList<>();
        bySource.forEach(all::addAll);
        return all;
    }
}
