package dev.postern.app.telemetry;

import dev.postern.app.metrics.Distribution;
import dev.postern.app.metrics.Scale;
import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedExchange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
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
    static final List<Integer> BOUNDS = Scale.MILLIS;

    private static final long PAUSE_NANOS = 1_000;

    static final String OTHERS = "(others)";

    private static final byte[][] METHOD_BYTES =
            METHODS.stream().limit(METHODS.size() - 1L).map(Ascii::bytes).toArray(byte[][]::new);

    private final Map<String, Map<String, Map<String, Counts>>> byListener = new ConcurrentHashMap<>();
    private final AtomicLong folded = new AtomicLong();
    private final Places places;

    /** @param places that all workers have together */
    RequestCounts(Places places) {
        this.places = places;
    }

    /** Where requests were counted. */
    record Place(String listener, String route, String upstream) {}

    /** Of one place. Written by one thread. */
    static final class Counts {
        /** Odd while a request is being counted. */
        private final AtomicLong version = new AtomicLong();

        private final AtomicLongArray requests = new AtomicLongArray(METHODS.size() * STATUSES.size());
        private final Distribution durations = new Distribution(Scale.DURATION);
        private final Distribution firstBytes = new Distribution(Scale.DURATION);
        private final Distribution requestSizes = new Distribution(Scale.SIZE);
        private final Distribution responseSizes = new Distribution(Scale.SIZE);
        private final AtomicLong retries = new AtomicLong();
        private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();

        private void count(FinishedExchange exchange) {
            add(version, 1);
            int index = methodOf(exchange.method()) * STATUSES.size() + statusOf(exchange.status());
            requests.setRelease(index, requests.getPlain(index) + 1);
            durations.count(exchange.totalNanos());
            long firstByteNanos = exchange.firstByteNanos();
            if (firstByteNanos >= 0) {
                firstBytes.count(firstByteNanos);
            }
            requestSizes.count(exchange.bytesIn());
            responseSizes.count(exchange.bytesOut());
            add(retries, Math.max(0, exchange.attempts() - 1));
            String cause = exchange.cause();
            if (!cause.isEmpty()) {
                add(failures.computeIfAbsent(cause, _ -> new AtomicLong()), 1);
            }
            add(version, 1);
        }

        // why not addAndGet: one thread writes, and so needs no locked instruction.
        private static void add(AtomicLong to, long more) {
            to.setRelease(to.getPlain() + more);
        }

        long requests(int method, int status) {
            return requests.get(method * STATUSES.size() + status);
        }

        /** Up to the bound of that index and above the one before it; the last one is above all bounds. */
        long durations(int bucket) {
            return durations.count(bucket);
        }

        /** All of it, as it was between two requests. */
        Counted counted() {
            while (true) {
                long before = version.get();
                if ((before & 1) == 0) {
                    Counted seen = look();
                    if (version.get() == before) {
                        return seen;
                    }
                }
                // why: the system may have interrupted the worker in the middle.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private Counted look() {
            long[] now = new long[requests.length()];
            for (int i = 0; i < now.length; i++) {
                now[i] = requests.get(i);
            }
            Map<String, Long> causes = new TreeMap<>();
            failures.forEach((cause, count) -> causes.put(cause, count.get()));
            return new Counted(
                    now,
                    durations.spread(),
                    firstBytes.spread(),
                    requestSizes.spread(),
                    responseSizes.spread(),
                    retries.get(),
                    causes);
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
        boolean isFull = !route.equals(OTHERS) && !places.admit(new Place(listener, route, upstream));
        if (isFull) {
            folded.setRelease(folded.getPlain() + 1);
            return counts(listener, OTHERS, OTHERS);
        }
        return byListener
                .computeIfAbsent(listener, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(route, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(upstream, _ -> new Counts());
    }

    void forEach(BiConsumer<Place, Counts> action) {
        byListener.forEach((listener, byRoute) -> byRoute.forEach((route, byUpstream) ->
                byUpstream.forEach((upstream, counts) -> action.accept(new Place(listener, route, upstream), counts))));
    }

    /** Any thread; a request that is counted there at this moment may be lost. */
    void forget(Place place) {
        Map<String, Map<String, Counts>> byRoute = byListener.get(place.listener());
        if (byRoute != null) {
            byRoute.computeIfPresent(place.route(), (_, byUpstream) -> {
                byUpstream.remove(place.upstream());
                return byUpstream.isEmpty() ? null : byUpstream;
            });
        }
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
}
