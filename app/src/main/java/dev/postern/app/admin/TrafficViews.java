package dev.postern.app.admin;

import dev.postern.app.telemetry.Recent;
import dev.postern.app.telemetry.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How the requests of the last minutes look in JSON. */
final class TrafficViews {
    /** What "now" means: long enough for a figure to stand still while it is read. */
    static final int NOW_SECONDS = 10;

    private TrafficViews() {}

    /**
     * Of the last ten seconds.
     *
     * @param errorsPerSecond what ended with 5xx or without an answer
     * @param byClass per second, by class of status
     */
    record RateRow(double perSecond, double errorsPerSecond, Map<String, Double> byClass, double p50Ms, double p99Ms) {
        static RateRow of(Tally tally) {
            Map<String, Double> byClass = new LinkedHashMap<>();
            for (int i = 0; i < Tally.CLASSES.size(); i++) {
                byClass.put(Tally.CLASSES.get(i), perSecond(tally.ofClass(i)));
            }
            return new RateRow(
                    perSecond(tally.requests()),
                    perSecond(tally.errors()),
                    byClass,
                    tenths(tally.quantileMillis(0.5)),
                    tenths(tally.quantileMillis(0.99)));
        }

        private static double perSecond(long count) {
            return tenths((double) count / NOW_SECONDS);
        }
    }

    /**
     * Some seconds in a row, the oldest first.
     *
     * @param newest the number of the last one
     * @param requests by class of status
     * @param p50Ms 0 where a second had no requests
     */
    record SecondsRow(long newest, Map<String, List<Long>> requests, List<Double> p50Ms, List<Double> p99Ms) {
        static SecondsRow of(Recent.Window window) {
            Map<String, List<Long>> requests = new LinkedHashMap<>();
            for (int i = 0; i < Tally.CLASSES.size(); i++) {
                int index = i;
                requests.put(
                        Tally.CLASSES.get(i),
                        window.seconds().stream()
                                .map(second -> second.ofClass(index))
                                .toList());
            }
            return new SecondsRow(
                    window.newest(),
                    requests,
                    each(window, second -> second.quantileMillis(0.5)),
                    each(window, second -> second.quantileMillis(0.99)));
        }

        private static List<Double> each(Recent.Window window, ToDoubleFunction<Tally> figure) {
            return window.seconds().stream()
                    .map(second -> tenths(figure.applyAsDouble(second)))
                    .toList();
        }
    }

    /** Requests of each second, the oldest first. */
    static List<Long> requests(Recent.Window window) {
        return window.seconds().stream().map(Tally::requests).toList();
    }

    static double tenths(double figure) {
        return Math.round(figure * 10) / 10.0;
    }
}
