package dev.postern.nio.upstream;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.http.WaitingLine;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.upstream.WaitingTurns.Entry;
import dev.postern.ports.traffic.UpstreamCounts;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;

/**
 * One worker's line at one upstream. It is served by connections that come back, by requests that end, and by places that
 * other workers hand over. Ends by {@link #dissolve()} when the upstream is gone.
 */
final class LoopLine implements WaitingLine {
    private final EventLoop loop;
    private final UpstreamState upstream;
    private final LoopNeighbours neighbours;
    private final WaitingTurns turns = new WaitingTurns();
    private final ArrayDeque<Entry> passed = new ArrayDeque<>();
    private final IdentityHashMap<Waiter, Entry> standing = new IdentityHashMap<>();
    private final Timeout patience = new Timeout(this::sendAwayWhoWaitedTooLong);
    private long waits;
    private long waitedNanos;
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
        if (!neighbours.room().enter() && !makeRoom(waiter.group())) {
            return false;
        }
        Entry entry = turns.add(waiter, loop.nowNanos());
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

    /** At the cost of whoever came last of a group that has clearly more here. */
    private boolean makeRoom(String group) {
        Entry victim = turns.lastOfLongest(group);
        if (victim == null) {
            return false;
        }
        sendAway(victim, FailureKind.AT_LIMIT);
        return neighbours.room().enter();
    }

    @Override
    public void leave(Waiter waiter) {
        Entry entry = standing.remove(waiter);
        if (entry != null) {
            turns.gone(entry);
            left(entry);
            tell();
        }
    }

    private void left(Entry entry) {
        neighbours.room().leave();
        waited(entry);
    }

    private void waited(Entry entry) {
        waits++;
        waitedNanos += loop.nowNanos() - entry.sinceNanos();
    }

    UpstreamCounts.Waits waits() {
        return new UpstreamCounts.Waits(waits, waitedNanos);
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
        Entry next = hasRoom() ? turns.next() : null;
        while (next != null) {
            offer(next);
            next = hasRoom() ? turns.next() : null;
        }
        restorePassed();
        serving = false;
        tell();
    }

    private void offer(Entry entry) {
        standing.remove(entry.waiter());
        neighbours.room().leave();
        if (entry.waiter().yourTurn()) {
            waited(entry);
        } else {
            // why: who has failed elsewhere may have no use for the room that others have.
            neighbours.room().enterAgain();
            standing.put(entry.waiter(), entry);
            passed.addLast(entry);
        }
    }

    private void restorePassed() {
        while (!passed.isEmpty()) {
            turns.restore(passed.removeLast());
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
        Entry oldest = turns.oldest();
        neighbours.tell(standing.size(), oldest == null ? 0 : oldest.sinceNanos());
    }

    /** Also for a change of the limits. */
    void sendAwayWhoWaitedTooLong() {
        long latest = loop.nowNanos() - neighbours.room().longestNanos();
        Entry oldest = turns.oldest();
        while (oldest != null && oldest.sinceNanos() - latest <= 0) {
            sendAway(oldest, FailureKind.AT_LIMIT);
            oldest = turns.oldest();
        }
        tell();
        if (oldest != null) {
            armPatience(oldest);
        }
    }

    /** Endpoints have come or gone: everybody looks again. */
    void reconsider() {
        if (serving) {
            return;
        }
        serving = true;
        for (int left = standing.size(); left > 0; left--) {
            Entry next = turns.next();
            if (next == null) {
                break;
            }
            offer(next);
        }
        restorePassed();
        serving = false;
        tell();
    }

    /** The upstream is no more. */
    void dissolve() {
        for (Entry oldest = turns.oldest(); oldest != null; oldest = turns.oldest()) {
            sendAway(oldest, FailureKind.NO_ENDPOINT);
        }
        tell();
        loop.timers().cancel(patience);
    }

    private void sendAway(Entry entry, FailureKind kind) {
        turns.gone(entry);
        standing.remove(entry.waiter());
        left(entry);
        entry.waiter().notServed(kind);
    }

    private void armPatience(Entry first) {
        loop.timers().arm(patience, first.sinceNanos() + neighbours.room().longestNanos());
    }
}
