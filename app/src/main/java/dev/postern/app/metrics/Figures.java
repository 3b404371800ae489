package dev.postern.app.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The figures of one scrape, as they are gathered. Belongs to the one who gathers them. */
public final class Figures {
    private static final String TOTAL = "_total";
    private static final String INFO = "_info";
    private static final double NANOS = 1e9;

    private final List<Supplier<MetricSnapshot>> families = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();

    /** Values of one metric. */
    @FunctionalInterface
    public interface Series {
        void add(double value, Labels labels);

        default void add(long value, Labels labels) {
            add((double) value, labels);
        }

        /** @param labels names and values in turn */
        default Series sample(double value, String... labels) {
            add(value, Labels.of(labels));
            return this;
        }

        default Series sample(long value, String... labels) {
            return sample((double) value, labels);
        }
    }

    /** Distributions of one metric. */
    @FunctionalInterface
    public interface Histogram {
        void add(HistogramDataPointSnapshot point);

        default void sample(Spread spread, Labels labels) {
            add(spread.point(labels));
        }

        /**
         * What has no finer buckets than these.
         *
         * @param counts how many there are between the bounds, and above the last one
         */
        default void sample(List<Duration> bounds, List<Long> counts, Duration sum, Labels labels) {
            List<Double> upTo =
                    new ArrayList<>(bounds.stream().map(Figures::seconds).toList());
            upTo.add(Double.POSITIVE_INFINITY);
            add(new HistogramDataPointSnapshot(
                    ClassicHistogramBuckets.of(upTo, counts), seconds(sum), labels, Exemplars.EMPTY, 0));
        }
    }

    /** Counts and sums of one metric. */
    @FunctionalInterface
    public interface Summary {
        void sample(long count, double sum, String... labels);
    }

    /** @param metric ends in {@code _total} */
    public Series counter(String metric, String help) {
        MetricMetadata metadata = new MetricMetadata(without(metric, TOTAL), help);
        List<CounterDataPointSnapshot> points = family(all -> new CounterSnapshot(metadata, all), metric);
        return (value, labels) -> points.add(new CounterDataPointSnapshot(value, labels, null, 0));
    }

    public Series gauge(String metric, String help) {
        MetricMetadata metadata = new MetricMetadata(metric, help);
        List<GaugeDataPointSnapshot> points = family(all -> new GaugeSnapshot(metadata, all), metric);
        return (value, labels) -> points.add(new GaugeDataPointSnapshot(value, labels, null));
    }

    public Histogram histogram(String metric, String help) {
        MetricMetadata metadata = new MetricMetadata(metric, help);
        List<HistogramDataPointSnapshot> points = family(
                all -> new HistogramSnapshot(metadata, all), metric + "_bucket", metric + "_count", metric + "_sum");
        return points::add;
    }

    public Summary summary(String metric, String help) {
        MetricMetadata metadata = new MetricMetadata(metric, help);
        List<SummaryDataPointSnapshot> points =
                family(all -> new SummarySnapshot(metadata, all), metric + "_count", metric + "_sum");
        return (count, sum, labels) -> points.add(
                new SummaryDataPointSnapshot(count, sum, Quantiles.EMPTY, Labels.of(labels), Exemplars.EMPTY, 0));
    }

    /**
     * What is told by labels alone.
     *
     * @param metric ends in {@code _info}
     */
    public void fact(String metric, String help, String... labels) {
        MetricMetadata metadata = new MetricMetadata(without(metric, INFO), help);
        List<InfoDataPointSnapshot> points = family(all -> new InfoSnapshot(metadata, all), metric);
        points.add(new InfoDataPointSnapshot(Labels.of(labels)));
    }

    /** @param series that come of it */
    private <P> List<P> family(Function<List<P>, MetricSnapshot> snapshot, String... series) {
        List<P> points = new ArrayList<>();
        families.add(() -> snapshot.apply(points));
        names.addAll(List.of(series));
        return points;
    }

    private static String without(String metric, String ending) {
        if (!metric.endsWith(ending)) {
            throw new IllegalArgumentException(metric + " does not end in " + ending);
        }
        return metric.substring(0, metric.length() - ending.length());
    }

    public static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    public static double seconds(long nanos) {
        return nanos / NANOS;
    }

    /** Of series, those included that have no values now. */
    public Set<String> names() {
        return names;
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.stream().map(Supplier::get).toList());
    }
}
