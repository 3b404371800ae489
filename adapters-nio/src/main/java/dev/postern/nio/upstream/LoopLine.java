package dev.postern.nio.upstream;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.http.WaitingLine;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;

/**
 * One worker's line at one upstream. It is served by connections that come back, by places of closed ones, and by places
 * that other workers hand over. Ends by {@link #dissolve()} when the upstream is gone.
 */
final class LoopLine implements WaitingLine {
    private static final class Entry {
        final Waiter waiter;
        final long sinceNanos;
        boolean gone;

        Entry(Waiter waiter, long sinceNanos) {
            this.waiter = waiter;
            this.sinceNanos = sinceNanos;
        }
    }

    private final EventLoop loop;
    private final UpstreamState upstream;
    private final LoopNeighbours neighbours;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final ArrayDeque<Entry> passed = new ArrayDeque<>();
    private final IdentityHashMap<Waiter, Entry> standing = new IdentityHashMap<>();
    private final Timeout patience = new Timeout(this::sendAwayWhoWaitedTooLong);
    private boolean serving;
    private boolean scheduled;

    LoopLine(EventLoop loop, UpstreamState upstream, LoopNeighbours neighbours) {
        this.loop = loop;
        this.upstream = upstream;
        this.neighbours = neighbours;
    }

    @Override
    public boolean isEmpty() {
        return standing.isEmpty();
    }

    @Override
    public boolean join(Waiter waiter) {
        if (!neighbours.room().enter()) {
            return false;
        }
        Entry entry = new Entry(waiter, loop.nowNanos());
        entries.addLast(entry);
        standing.put(waiter, entry);
        tell();
        if (standing.size() == 1) {
            armPatience(entry);
        }
        neighbours.askForConnections();
        if (hasRoom()) {
            serveSoon();
        }
        return true;
    }

    @Override
    public void leave(Waiter waiter) {
        Entry entry = standing.remove(waiter);
        if (entry != null) {
            entry.gone = true;
            neighbours.room().leave();
            tell();
        }
    }

    /** why later: the connection that came back may still be telling its former user of it. */
    void serveSoon() {
        if (!scheduled && !isEmpty()) {
            scheduled = true;
            loop.execute(() -> {
                scheduled = false;
                serve();
            });
        }
    }

    void serve() {
        if (serving) {
            return;
        }
        serving = true;
        while (!entries.isEmpty() && hasRoom()) {
            Entry first = entries.removeFirst();
            if (!first.gone) {
                offer(first);
            }
        }
        while (!passed.isEmpty()) {
            entries.addFirst(passed.removeLast());
        }
        serving = false;
        tell();
    }

    private void offer(Entry entry) {
        standing.remove(entry.waiter);
        neighbours.room().leave();
        if (!entry.waiter.yourTurn()) {
            // why: who has failed elsewhere may have no use for the room that others have.
            neighbours.room().enterAgain();
            standing.put(entry.waiter, entry);
            passed.addLast(entry);
        }
    }

    private boolean hasRoom() {
        for (EndpointStats endpoint : upstream.endpoints()) {
            if (endpoint.hasRoom()) {
                return true;
            }
        }
        return false;
    }

    private void tell() {
        while (!entries.isEmpty() && entries.getFirst().gone) {
            entries.removeFirst();
        }
        neighbours.tell(standing.size(), entries.isEmpty() ? 0 : entries.getFirst().sinceNanos);
    }

    /** Also for a change of the limits. */
    void sendAwayWhoWaitedTooLong() {
        long latest = loop.nowNanos() - neighbours.room().longestNanos();
        while (!entries.isEmpty() && (entries.getFirst().gone || entries.getFirst().sinceNanos - latest <= 0)) {
            sendAway(entries.removeFirst(), FailureKind.AT_LIMIT);
        }
        tell();
        if (!entries.isEmpty()) {
            armPatience(entries.getFirst());
        }
    }

    /** Endpoints have come or gone: everybody looks again. */
    void reconsider() {
        for (int left = entries.size(); left > 0; left--) {
            Entry first = entries.removeFirst();
            if (!first.gone) {
                offer(first);
            }
        }
        entries.addAll(passed);
        passed.clear();
        tell();
    }

    /** The upstream is no more. */
    void dissolve() {
        while (!entries.isEmpty()) {
            sendAway(entries.removeFirst(), FailureKind.NO_ENDPOINT);
        }
        tell();
        loop.timers().cancel(patience);
    }

    private void sendAway(Entry entry, FailureKind kind) {
        if (!entry.gone) {
            standing.remove(entry.waiter);
            neighbours.room().leave();
            entry.waiter.notServed(kind);
        }
    }

    private void armPatience(Entry first) {
        loop.timers().arm(patience, first.sinceNanos + neighbours.room().longestNanos());
    }
}
