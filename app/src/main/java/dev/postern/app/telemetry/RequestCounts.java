package dev.postern.app.telemetry;

import dev.postern.app.metrics.Counters;
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

    private final Map<Place, Counts> all = new ConcurrentHashMap<>();
    private final CountsTable table = new CountsTable();
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
        private static final int VERSION = 0;

        private static final int RETRIES = 1;
        private static final int REQUESTS = 2;

        private final long[] counters = new long[REQUESTS + METHODS.size() * STATUSES.size()];
        private final Distribution durations = new Distribution(Scale.DURATION);
        private final Distribution firstBytes = new Distribution(Scale.DURATION);
        private final Distribution requestSizes = new Distribution(Scale.SIZE);
        private final Distribution responseSizes = new Distribution(Scale.SIZE);
        private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
        private final String listener;
        private final String route;
        private final String upstream;
        private volatile boolean forgotten;

        private Counts(Place place) {
            listener = place.listener();
            route = place.route();
            upstream = place.upstream();
        }

        String route() {
            return route;
        }

        /** Never one that was forgotten. */
        boolean isOf(String itsListener, String itsRoute, String itsUpstream) {
            return route.equals(itsRoute) && upstream.equals(itsUpstream) && listener.equals(itsListener) && !forgotten;
        }

        boolean isForgotten() {
            return forgotten;
        }

        private void count(FinishedExchange exchange) {
            Counters.add(counters, VERSION, 1);
            Counters.add(counters, indexOf(methodOf(exchange.method()), statusOf(exchange.status())), 1);
            durations.count(exchange.totalNanos());
            long firstByteNanos = exchange.firstByteNanos();
            if (firstByteNanos >= 0) {
                firstBytes.count(firstByteNanos);
            }
            requestSizes.count(exchange.bytesIn());
            responseSizes.count(exchange.bytesOut());
            Counters.add(counters, RETRIES, Math.max(0, exchange.attempts() - 1));
            String cause = exchange.cause();
            if (!cause.isEmpty()) {
                AtomicLong failed = failures.computeIfAbsent(cause, _ -> new AtomicLong());
                failed.setRelease(failed.getPlain() + 1);
            }
            Counters.add(counters, VERSION, 1);
        }

        private static int indexOf(int method, int status) {
            return REQUESTS + method * STATUSES.size() + status;
        }

        long requests(int method, int status) {
            return Counters.get(counters, indexOf(method, status));
        }

        /** Adds how many took how long: up to each bound and above the one before it, and above all of them. */
        void addDurations(long[] to, int from) {
            durations.addTo(to, from);
        }

        /** All of it, as it was between two requests. */
        Counted counted() {
            while (true) {
                long before = Counters.get(counters, VERSION);
                if ((before & 1) == 0) {
                    Counted seen = look();
                    if (Counters.get(counters, VERSION) == before) {
                        return seen;
                    }
                }
                // why: the system may have interrupted the worker in the middle.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private Counted look() {
            long[] now = new long[counters.length - REQUESTS];
            for (int i = 0; i < now.length; i++) {
                now[i] = Counters.get(counters, REQUESTS + i);
            }
            Map<String, Long> causes = new TreeMap<>();
            failures.forEach((cause, count) -> causes.put(cause, count.get()));
            return new Counted(
                    now,
                    durations.spread(),
                    firstBytes.spread(),
                    requestSizes.spread(),
                    responseSizes.spread(),
                    Counters.get(counters, RETRIES),
                    causes);
        }
    }

    @Override
    public void finished(FinishedExchange exchange) {
        counts(exchange.listener(), exchange.route(), exchange.upstream()).count(exchange);
    }

    private Counts counts(String listener, String route, String upstream) {
        Counts known = table.find(listener, route, upstream);
        return known == null ? fresh(listener, route, upstream) : known;
    }

    private Counts fresh(String listener, String route, String upstream) {
        Place place = new Place(listener, route, upstream);
        boolean isFull = !route.equals(OTHERS) && !places.admit(place);
        if (isFull) {
            folded.setRelease(folded.getPlain() + 1);
            return counts(listener, OTHERS, OTHERS);
        }
        Counts counts = new Counts(place);
        all.put(place, counts);
        table.add(counts);
        return counts;
    }

    void forEach(BiConsumer<Place, Counts> action) {
        all.forEach(action);
    }

    /** Any thread; a request that is counted there at this moment may be lost. */
    void forget(Place place) {
        Counts counts = all.remove(place);
        if (counts != null) {
            counts.forgotten = true;
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
