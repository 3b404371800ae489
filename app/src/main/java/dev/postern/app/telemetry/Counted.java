package dev.postern.app.telemetry;

import dev.postern.app.metrics.Spread;
import java.util.Map;
import java.util.TreeMap;

/** What was counted at one place up to a moment, by one worker or by all. Immutable; its figures agree with each other. */
final class Counted {
    private final long[] requests;
    private final Spread durations;
    private final Spread firstBytes;
    private final Spread requestSizes;
    private final Spread responseSizes;
    private final long retries;
    private final Map<String, Long> failures;

    Counted(
            long[] requests,
            Spread durations,
            Spread firstBytes,
            Spread requestSizes,
            Spread responseSizes,
            long retries,
            Map<String, Long> failures) {
        this.requests = requests;
        this.durations = durations;
        this.firstBytes = firstBytes;
        this.requestSizes = requestSizes;
        this.responseSizes = responseSizes;
        this.retries = retries;
        this.failures = failures;
    }

    /** With another worker's. */
    Counted plus(Counted other) {
        long[] sums = requests.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.requests[i];
        }
        Map<String, Long> causes = new TreeMap<>(failures);
        other.failures.forEach((cause, count) -> causes.merge(cause, count, Long::sum));
        return new Counted(
                sums,
                durations.plus(other.durations),
                firstBytes.plus(other.firstBytes),
                requestSizes.plus(other.requestSizes),
                responseSizes.plus(other.responseSizes),
                retries + other.retries,
                causes);
    }

    long requests(int method, int status) {
        return requests[method * RequestCounts.STATUSES.size() + status];
    }

    long requests() {
        long sum = 0;
        for (long each : requests) {
            sum += each;
        }
        return sum;
    }

    Spread durations() {
        return durations;
    }

    /** Until the head of the response. */
    Spread firstBytes() {
        return firstBytes;
    }

    Spread requestSizes() {
        return requestSizes;
    }

    Spread responseSizes() {
        return responseSizes;
    }

    long bytesIn() {
        return requestSizes.sum();
    }

    long bytesOut() {
        return responseSizes.sum();
    }

    long retries() {
        return retries;
    }

    /** By cause. */
    Map<String, Long> failures() {
        return failures;
    }
}
