package dev.postern.app.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Metrics as Prometheus reads them (text format 0.0.4). */
public final class MetricText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String name = "";
    private List<Double> bounds = List.of();

    /** The samples that follow are of this metric. */
    public MetricText counter(String metric, String help) {
        return describe(metric, help, "counter");
    }

    /** The samples that follow are of this metric. */
    public MetricText gauge(String metric, String help) {
        return describe(metric, help, "gauge");
    }

    /** How many durations there were between the bounds. */
    public MetricText histogram(String metric, String help, List<Duration> bounds, List<Long> counts, Duration sum) {
        return distribution(
                        metric, help, bounds.stream().map(MetricText::seconds).toList())
                .distributed(counts, seconds(sum));
    }

    /** What follows are {@link #distributed} values of this metric. */
    MetricText distribution(String metric, String help, List<Double> upTo) {
        describe(metric, help, "histogram");
        bounds = upTo;
        return this;
    }

    /** @param counts how many there are between the bounds, and above the last one */
    MetricText distributed(List<Long> counts, double sum, String... labels) {
        String metric = name;
        name = metric + "_bucket";
        long total = 0;
        for (int i = 0; i < counts.size(); i++) {
            total += counts.get(i);
            String bound = i < bounds.size() ? Double.toString(bounds.get(i)) : "+Inf";
            sample(total, with(labels, "le", bound));
        }
        name = metric + "_sum";
        sample(sum, labels);
        name = metric + "_count";
        sample(total, labels);
        name = metric;
        return this;
    }

    private static String[] with(String[] labels, String key, String value) {
        String[] more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = key;
        more[labels.length + 1] = value;
        return more;
    }

    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private MetricText describe(String metric, String help, String type) {
        name = metric;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** @param labels names and values in turn */
    public MetricText sample(long value, String... labels) {
        return sample(Long.toString(value), labels);
    }

    public MetricText sample(double value, String... labels) {
        return sample(Double.toString(value), labels);
    }

    private MetricText sample(String value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(
                    labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
