package dev.postern.ports.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several feeds as one, which tells the last words of all once each has told. It fails while one of them does, and is
 * proved by the one that proved itself least lately. Ends with {@link #close()}.
 */
public final class FeedsTogether<T> implements StoreFeed<List<T>> {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<? extends StoreFeed<T>> feeds;
    // All below is guarded by the lock.
    private final List<Optional<T>> told = new ArrayList<>();
    private final List<String> versions;
    private final List<String> failures;
    private final List<ProofOfLife> proofs = new ArrayList<>();

    public FeedsTogether(List<? extends StoreFeed<T>> feeds) {
        this.feeds = List.copyOf(feeds);
        versions = new ArrayList<>(Collections.nCopies(feeds.size(), ""));
        failures = new ArrayList<>(Collections.nCopies(feeds.size(), ""));
        feeds.forEach(feed -> {
            told.add(Optional.empty());
            proofs.add(new ProofOfLife());
        });
    }

    @Override
    public void start(Listener<List<T>> listener) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).start(new Part(i, listener));
        }
    }

    @Override
    public void refresh() {
        feeds.forEach(StoreFeed::refresh);
    }

    @Override
    public void close() {
        feeds.forEach(StoreFeed::close);
    }

    private final class Part implements Listener<T> {
        private final int place;
        private final Listener<List<T>> listener;

        Part(int place, Listener<List<T>> listener) {
            this.place = place;
            this.listener = listener;
        }

        @Override
        public void told(T value, String version) {
            lock.lock();
            try {
                told.set(place, Optional.of(value));
                versions.set(place, version);
                failures.set(place, "");
                List<T> all = told.stream().flatMap(Optional::stream).toList();
                if (all.size() == feeds.size()) {
                    listener.told(all, String.join(",", versions));
                }
                tellFailures();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void proved(Duration ago) {
            lock.lock();
            try {
                proofs.get(place).proved(ago);
                proofs.stream().map(ProofOfLife::age).max(Duration::compareTo).ifPresent(listener::proved);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void failed(String reason) {
            lock.lock();
            try {
                failures.set(place, reason);
                tellFailures();
            } finally {
                lock.unlock();
            }
        }

        private void tellFailures() {
            Set<String> reasons = new LinkedHashSet<>(failures);
            reasons.remove("");
            if (!reasons.isEmpty()) {
                listener.failed(String.join("; ", reasons));
            }
        }
    }
}
