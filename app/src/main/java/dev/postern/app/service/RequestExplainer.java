package dev.postern.app.service;

import dev.postern.domain.snapshot.Snapshot;
import java.util.List;
import java.util.Map;

/** Runs a made-up request through the functions of the data path and tells the decision. */
@FunctionalInterface
public interface RequestExplainer {
    /** The decision, a line at a time, as it is printed. */
    List<String> explain(Snapshot snapshot, MadeUpRequest request);

    /**
     * A request that nobody sent.
     *
     * @param url absolute, or a path, which then has no host
     * @param headers name and value in the order of writing
     */
    record MadeUpRequest(String method, String url, List<Map.Entry<String, String>> headers) {}
}
