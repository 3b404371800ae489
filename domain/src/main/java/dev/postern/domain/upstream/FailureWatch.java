package dev.postern.domain.upstream;

import dev.postern.domain.config.OutliersConfig;
import java.util.Optional;

/**
 * Counts one endpoint's failures at one worker, in a row and as a share of a window, and tells when they are too many.
 * Plain numbers, as each attempt passes here. The worker owns it.
 */
final class FailureWatch {
    private int allowedInRow;
    private int allowedPercent;
    private int fewest;
    private long windowNanos;
    private int streak;
    private int windowFailures;
    private int windowAttempts;
    private long windowEndNanos;
    private String finding = "";

    /** Without a configuration nothing is too many. */
    void follow(Optional<OutliersConfig> config) {
        allowedInRow = config.map(OutliersConfig::consecutiveFailures).orElse(0);
        allowedPercent = config.map(outliers -> outliers.failureShare().value()).orElse(0);
        fewest = config.map(OutliersConfig::minRequests).orElse(0);
        windowNanos = config.map(outliers -> outliers.window().toNanos()).orElse(0L);
    }

    int streak() {
        return streak;
    }

    void forget() {
        streak = 0;
        beginWindow(0);
        windowEndNanos = 0;
    }

    void succeeded(long nowNanos) {
        streak = 0;
        if (allowedPercent > 0) {
            count(nowNanos);
        }
    }

    /** True each time the streak is full, or the share in the window reached. */
    boolean failed(long nowNanos) {
        streak++;
        boolean isShareReached = false;
        if (allowedPercent > 0) {
            count(nowNanos);
            windowFailures++;
            isShareReached =
                    windowAttempts >= fewest && windowFailures * 100L >= (long) allowedPercent * windowAttempts;
        }
        if (allowedInRow > 0 && streak % allowedInRow == 0) {
            finding = streak + " failures in a row";
            return true;
        }
        if (isShareReached) {
            finding = windowFailures + " of " + windowAttempts + " requests failed";
            beginWindow(nowNanos);
        }
        return isShareReached;
    }

    /** Why the last failure was one too many. */
    String finding() {
        return finding;
    }

    private void count(long nowNanos) {
        if (windowAttempts == 0 || nowNanos - windowEndNanos >= 0) {
            beginWindow(nowNanos);
        }
        windowAttempts++;
    }

    private void beginWindow(long nowNanos) {
        windowFailures = 0;
        windowAttempts = 0;
        windowEndNanos = nowNanos + windowNanos;
    }
}
