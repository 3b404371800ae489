package dev.postern.ports.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is wrong with a state that is read again and again: each line is logged once, until it is gone and comes back. */
public final class Complaints {
    private static final int NAMED = 10;

    private final Consumer<String> log;
    private final Set<String> standing = new HashSet<>();

    public Complaints(Consumer<String> log) {
        this.log = log;
    }

    /** All lines of the state that was read now. */
    public void stand(List<String> lines) {
        List<String> fresh = new ArrayList<>(lines);
        fresh.removeAll(standing);
        standing.clear();
        standing.addAll(lines);
        fresh.stream().limit(NAMED).forEach(log);
        if (fresh.size() > NAMED) {
            log.accept("event=left-out more=" + (fresh.size() - NAMED));
        }
    }
}
