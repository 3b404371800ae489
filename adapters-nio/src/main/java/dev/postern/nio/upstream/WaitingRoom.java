package dev.postern.nio.upstream;

import dev.postern.domain.config.ConnectionsConfig;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the workers tell each other of those that wait for one upstream: how many, since when, and how many connections
 * rest meanwhile. Only upstreams with a limit use it. Any thread; each worker writes what is its own.
 */
final class WaitingRoom {
    /** What may come free: promises of one kind say nothing of the other. */
    enum Place {
        CONNECTION,
        REQUEST
    }

    static final int NOBODY = -1;

    /** why: handing a connection over closes it, so a worker keeps its own unless others wait clearly longer. */
    private static final long FAIRNESS_NANOS = 50_000_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicIntegerArray waitingAt;
    private final AtomicIntegerArray connectionsPromised;
    private final AtomicIntegerArray requestsPromised;
    private final AtomicIntegerArray restingAt;
    private final AtomicLongArray sinceNanos;
    private volatile int most;
    private volatile long longestNanos;

    WaitingRoom(int workers) {
        waitingAt = new AtomicIntegerArray(workers);
        connectionsPromised = new AtomicIntegerArray(workers);
        requestsPromised = new AtomicIntegerArray(workers);
        restingAt = new AtomicIntegerArray(workers);
        sinceNanos = new AtomicLongArray(workers);
    }

    /** Control thread. */
    void limit(ConnectionsConfig connections) {
        most = connections.maxWaiting();
        longestNanos = connections.waitTimeout().toNanos();
    }

    long longestNanos() {
        return longestNanos;
    }

    int waiting() {
        return waiting.get();
    }

    boolean isEmpty() {
        return waiting.get() == 0;
    }

    /** False when it is full. */
    boolean enter() {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** For one who had been let in before. */
    void enterAgain() {
        waiting.incrementAndGet();
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** @param oldestNanos when the first of them came */
    void tell(int worker, int count, long oldestNanos) {
        sinceNanos.set(worker, oldestNanos);
        waitingAt.set(worker, count);
    }

    void rests(int worker, int change) {
        restingAt.addAndGet(worker, change);
    }

    boolean hasResting(int worker) {
        return restingAt.get(worker) > 0;
    }

    /** The worker to which a place that came free at another belongs: it is then promised to it. */
    int promise(Place place, int from) {
        AtomicIntegerArray promisedTo = promised(place);
        int neediest = NOBODY;
        long oldest = waitingAt.get(from) > 0 ? sinceNanos.get(from) - FAIRNESS_NANOS : Long.MAX_VALUE;
        for (int worker = 0; worker < waitingAt.length(); worker++) {
            boolean needs = worker != from && waitingAt.get(worker) > promisedTo.get(worker);
            // why by difference: nanoTime may be negative; MAX_VALUE stands for nobody.
            if (needs && (oldest == Long.MAX_VALUE || sinceNanos.get(worker) - oldest < 0)) {
                neediest = worker;
                oldest = sinceNanos.get(worker);
            }
        }
        if (neediest != NOBODY) {
            promisedTo.incrementAndGet(neediest);
        }
        return neediest;
    }

    void promiseKept(Place place, int worker) {
        promised(place).decrementAndGet(worker);
    }

    private AtomicIntegerArray promised(Place place) {
        return place == Place.CONNECTION ? connectionsPromised : requestsPromised;
    }
}
