package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedExchange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;

/**
 * What one worker counts of its requests. Only the worker counts, and any thread may look: what it sees is never torn, and
 * no more than a moment old.
 */
final class RequestCounts implements ExchangeObserver {
    /** Others than these are counted together: a stranger must not be able to make figures of his own. */
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "other");

    static final List<String> STATUSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");
    /** In milliseconds. */
    static final List<Integer> BOUNDS =
            List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
    /** Of one worker; what comes beyond is counted under a name for all others. */
    static final int MOST_PLACES = 5_000;

    static final String OTHERS = "(others)";

    private static final byte[][] METHOD_BYTES =
            METHODS.stream().limit(METHODS.size() - 1L).map(Ascii::bytes).toArray(byte[][]::new);
    private static final long[] BOUND_NANOS =
            BOUNDS.stream().mapToLong(millis -> millis * 1_000_000L).toArray();

    private final Map<String, Map<String, Map<String, Counts>>> byListener = new ConcurrentHashMap<>();
    private final AtomicLong folded = new AtomicLong();
    private int places;

    /** Where requests were counted. */
    record Place(String listener, String route, String upstream) {}

    /** Of one place. Written by one thread. */
    static final class Counts {
        private final AtomicLongArray requests = new AtomicLongArray(METHODS.size() * STATUSES.size());
        private final AtomicLongArray durations = new AtomicLongArray(BOUNDS.size() + 1);
        private final AtomicLong durationNanos = new AtomicLong();
        private final AtomicLong bytesIn = new AtomicLong();
        private final AtomicLong bytesOut = new AtomicLong();
        private final AtomicLong retries = new AtomicLong();

        private void count(FinishedExchange exchange) {
            add(requests, methodOf(exchange.method()) * STATUSES.size() + statusOf(exchange.status()), 1);
            add(durations, bucketOf(exchange.totalNanos()), 1);
            add(durationNanos, exchange.totalNanos());
            add(bytesIn, exchange.bytesIn());
            add(bytesOut, exchange.bytesOut());
            add(retries, Math.max(0, exchange.attempts() - 1));
        }

        // why not addAndGet: one thread writes, and so needs no locked instruction.
        private static void add(AtomicLongArray to, int index, long more) {
            to.setRelease(index, to.getPlain(index) + more);
        }

        private static void add(AtomicLong to, long more) {
            to.setRelease(to.getPlain() + more);
        }

        long requests(int method, int status) {
            return requests.get(method * STATUSES.size() + status);
        }

        /** Up to the bound of that index and above the one before it; the last one is above all bounds. */
        long durations(int bucket) {
            return durations.get(bucket);
        }

        long durationNanos() {
            return durationNanos.get();
        }

        long bytesIn() {
            return bytesIn.get();
        }

        long bytesOut() {
            return bytesOut.get();
        }

        long retries() {
            return retries.get();
        }

        /** With another worker's. */
        Counts plus(Counts other) {
            Counts sum = new Counts();
            for (int i = 0; i < requests.length(); i++) {
                sum.requests.set(i, requests.get(i) + other.requests.get(i));
            }
            for (int i = 0; i < durations.length(); i++) {
                sum.durations.set(i, durations.get(i) + other.durations.get(i));
            }
            sum.durationNanos.set(durationNanos() + other.durationNanos());
            sum.bytesIn.set(bytesIn() + other.bytesIn());
            sum.bytesOut.set(bytesOut() + other.bytesOut());
            sum.retries.set(retries() + other.retries());
            return sum;
        }
    }

    @Override
    public void finished(FinishedExchange exchange) {
        counts(exchange.listener(), exchange.route(), exchange.upstream()).count(exchange);
    }

    private Counts counts(String listener, String route, String upstream) {
        Map<String, Map<String, Counts>> byRoute = byListener.get(listener);
        Map<String, Counts> byUpstream = byRoute == null ? null : byRoute.get(route);
        Counts known = byUpstream == null ? null : byUpstream.get(upstream);
        return known == null ? fresh(listener, route, upstream) : known;
    }

    private Counts fresh(String listener, String route, String upstream) {
        boolean isFull = places >= MOST_PLACES && !route.equals(OTHERS);
        if (isFull) {
            folded.setRelease(folded.getPlain() + 1);
            return counts(listener, OTHERS, OTHERS);
        }
        places++;
        return byListener
                .computeIfAbsent(listener, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(route, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(upstream, _ -> new Counts());
    }

    void forEach(BiConsumer<Place, Counts> action) {
        byListener.forEach((listener, byRoute) -> byRoute.forEach((route, byUpstream) ->
                byUpstream.forEach((upstream, counts) -> action.accept(new Place(listener, route, upstream), counts))));
    }

    /** Requests that were counted under {@link #OTHERS}. */
    long folded() {
        return folded.get();
    }

    private static int methodOf(Slice method) {
        for (int i = 0; i < METHOD_BYTES.length; i++) {
            if (method.is(METHOD_BYTES[i])) {
                return i;
            }
        }
        return METHOD_BYTES.length;
    }

    private static int statusOf(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    private static int bucketOf(long nanos) {
        int bucket = 0;
        while (bucket < BOUND_NANOS.length && nanos > BOUND_NANOS[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
