package dev.postern.ports.config;

import dev.postern.domain.config.ElementId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place that configuration can be written to. One thread; calls wait for the store. Ends with {@link #close()}. */
public interface ConfigTarget extends AutoCloseable {
    /** As the operator wrote it, without secrets. */
    String name();

    /** Reads what is there now, against which {@link #write} then compares. */
    Held read() throws TargetException;

    /**
     * Writes all of a change or nothing of it that a proxy would take, and only over what was read.
     *
     * @param texts to be put, by their elements
     * @param gone documents of {@link #read()} to be taken away
     */
    Written write(Map<ElementId, String> texts, List<ConfigDocument> gone) throws TargetException;

    @Override
    void close();

    /**
     * What is there.
     *
     * @param unfinished tells of a writing that was begun and not ended, which keeps proxies from taking what is there
     * @param strangers keys that can hold nothing, which are left alone
     */
    record Held(List<ConfigDocument> documents, Optional<String> unfinished, List<String> strangers) {}

    /**
     * What became of a change.
     *
     * @param transactions how many it took
     * @param version what the store calls the state after it
     * @param differing keys that somebody else changed in the same moment, so that they are not what was published
     */
    record Written(int transactions, String version, List<String> differing) {}
}
