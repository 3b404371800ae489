package dev.postern.ports.store;

import dev.postern.domain.config.ElementId;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.StoreLayout;
import dev.postern.ports.config.TargetException;
import dev.postern.ports.store.StoreWriter.Others;
import dev.postern.ports.store.StoreWriter.State;
import dev.postern.ports.store.StoreWriter.Versioned;
import dev.postern.ports.store.StoreWriter.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Writes configuration to a store in one transaction. What is too large for one goes in several, below a notice that is
 * the first to come and the last to go, and while it stands proxies take nothing: so no half is ever in force.
 */
public final class StoreConfigTarget implements ConfigTarget {
    private static final String RETRY = "; look at it with --dry-run and publish again";

    private final String name;
    private final StoreLayout layout;
    private final StoreWriter writer;
    private final Supplier<String> signature;
    private State seen = new State(new TreeMap<>(), 0);

    /** @param signature who writes and when, for whoever finds that it was not finished */
    public StoreConfigTarget(String name, StoreLayout layout, StoreWriter writer, Supplier<String> signature) {
        this.name = name;
        this.layout = layout;
        this.writer = writer;
        this.signature = signature;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Held read() throws TargetException {
        seen = writer.read();
        SortedMap<String, String> texts = texts(seen);
        StoreLayout.Reading reading = layout.read(texts);
        return new Held(reading.documents(), layout.publication(texts), reading.strangers());
    }

    private static SortedMap<String, String> texts(State state) {
        SortedMap<String, String> texts = new TreeMap<>();
        state.keys().forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    @Override
    public Written write(Map<ElementId, String> texts, List<ConfigDocument> gone) throws TargetException {
        SortedMap<String, Optional<String>> changes = new TreeMap<>();
        gone.forEach(document -> changes.put(layout.keyOf(document), Optional.empty()));
        texts.forEach((element, text) -> changes.put(layout.keyOf(element), Optional.of(text)));
        List<Write> writes = new ArrayList<>();
        changes.forEach((key, text) -> writes.add(new Write(key, text, version(key))));
        versionOfNotice()
                .ifPresent(version -> writes.add(new Write(layout.publicationKey(), Optional.empty(), version)));
        List<List<Write>> batches = batches(writes);
        if (batches.size() == 1) {
            if (!writer.commit(writes, Others.asIn(seen))) {
                throw new TargetException(name + " changed while this was made ready: nothing was written" + RETRY);
            }
        } else if (batches.size() > 1) {
            writeInSeveral(writes);
        }
        State now = writer.read();
        return new Written(batches.size(), Long.toString(now.version()), differing(changes, now));
    }

    private long version(String key) {
        Versioned there = seen.keys().get(key);
        return there == null ? 0 : there.version();
    }

    private Optional<Long> versionOfNotice() {
        return Optional.ofNullable(seen.keys().get(layout.publicationKey())).map(Versioned::version);
    }

    private void writeInSeveral(List<Write> writes) throws TargetException {
        String key = layout.publicationKey();
        Write notice = new Write(key, Optional.of(signature.get()), version(key));
        if (!writer.commit(List.of(notice), Others.asIn(seen))) {
            throw new TargetException(name + " changed while this was made ready: nothing was written" + RETRY);
        }
        List<Write> all = new ArrayList<>(writes);
        all.removeIf(write -> write.key().equals(key));
        int done = 0;
        try {
            for (List<Write> batch : batches(all)) {
                if (!writer.commit(batch, Others.ANY)) {
                    throw new TargetException("somebody else changed one of its keys meanwhile");
                }
                done += batch.size();
            }
            takeAway(key);
        } catch (TargetException e) {
            throw new TargetException(name + ": " + done + " of " + all.size() + " keys are written, then: "
                    + e.getMessage() + ". The key " + key
                    + " keeps proxies from taking this half; publish again with --take-over");
        }
    }

    private void takeAway(String key) throws TargetException {
        Versioned notice = writer.read().keys().get(key);
        if (notice != null && !writer.commit(List.of(new Write(key, Optional.empty(), notice.version())), Others.ANY)) {
            throw new TargetException("somebody else began to publish");
        }
    }

    private List<List<Write>> batches(List<Write> writes) throws TargetException {
        StoreWriter.Limits limits = writer.limits();
        List<List<Write>> batches = new ArrayList<>();
        List<Write> batch = new ArrayList<>();
        int bytes = 0;
        for (Write write : writes) {
            int size = size(write);
            if (size > limits.bytes()) {
                throw new TargetException(name + " takes no more than " + limits.bytes() + " bytes at once, and "
                        + write.key() + " has " + size + ": nothing was written");
            }
            if (batch.size() == limits.writes() || bytes + size > limits.bytes()) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(write);
            bytes += size;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private static int size(Write write) {
        return write.key().getBytes(StandardCharsets.UTF_8).length
                + write.text()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .orElse(0);
    }

    private List<String> differing(SortedMap<String, Optional<String>> changes, State now) {
        SortedMap<String, String> wanted = texts(seen);
        wanted.remove(layout.publicationKey());
        changes.forEach((key, text) -> text.ifPresentOrElse(put -> wanted.put(key, put), () -> wanted.remove(key)));
        SortedMap<String, String> found = texts(now);
        TreeSet<String> differing = new TreeSet<>(wanted.keySet());
        differing.addAll(found.keySet());
        differing.removeIf(key -> wanted.containsKey(key) && wanted.get(key).equals(found.get(key)));
        return List.copyOf(differing);
    }

    @Override
    public void close() {
        writer.close();
    }
}
