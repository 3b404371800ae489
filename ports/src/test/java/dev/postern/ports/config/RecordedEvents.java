package dev.postern.ports.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Listens to a source, keeps what it tells, and lets a test wait for it. Notices events that overlap. */
public final class RecordedEvents implements Consumer<ConfigEvent> {
    private final List<ConfigEvent> events = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean overlapped = new AtomicBoolean();
    private final Duration patience;

    public RecordedEvents(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void accept(ConfigEvent event) {
        if (inside.incrementAndGet() > 1) {
            overlapped.set(true);
        }
        synchronized (events) {
            events.add(event);
            events.notifyAll();
        }
        inside.decrementAndGet();
    }

    /** All events so far. */
    public List<ConfigEvent> all() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    public int count() {
        return all().size();
    }

    public boolean everOverlapped() {
        return overlapped.get();
    }

    /** Waits for any event like this, told already or still to come. */
    public ConfigEvent await(String what, Predicate<ConfigEvent> wanted) throws InterruptedException {
        return awaitAfter(0, what, wanted);
    }

    /** Waits for an event like this among those that follow the first {@code skipped} ones. */
    public ConfigEvent awaitAfter(int skipped, String what, Predicate<ConfigEvent> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (events) {
            int seen = skipped;
            while (true) {
                for (; seen < events.size(); seen++) {
                    if (wanted.test(events.get(seen))) {
                        return events.get(seen);
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no event in " + patience + " with " + what + "; told: " + describe());
                }
                events.wait(Math.max(1, left / 1_000_000));
            }
        }
    }

    public ConfigEvent.Documents awaitTexts(String... texts) throws InterruptedException {
        return awaitTextsAfter(0, texts);
    }

    /** Waits for documents with exactly these texts, in any order. */
    public ConfigEvent.Documents awaitTextsAfter(int skipped, String... texts) throws InterruptedException {
        List<String> wanted = sorted(List.of(texts));
        return (ConfigEvent.Documents) awaitAfter(
                skipped, "the texts " + wanted, event -> textsOf(event).equals(wanted));
    }

    public ConfigEvent.Unavailable awaitUnavailableAfter(int skipped) throws InterruptedException {
        return (ConfigEvent.Unavailable) awaitAfter(skipped, "a reason", ConfigEvent.Unavailable.class::isInstance);
    }

    /** The texts of an event's documents, sorted; a reason is one that no document has. */
    public static List<String> textsOf(ConfigEvent event) {
        return switch (event) {
            case ConfigEvent.Documents told ->
                sorted(told.documents().stream().map(ConfigDocument::text).toList());
            case ConfigEvent.Unavailable lost -> List.of("(unavailable: " + lost.reason() + ")");
        };
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().toList();
    }

    private String describe() {
        return events.stream().map(event -> textsOf(event).toString()).collect(Collectors.joining(", then "));
    }
}
