package dev.postern.app.admin;

import java.time.Duration;
import java.util.List;

/** Metrics as Prometheus reads them (text format 0.0.4). */
final class MetricText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String name = "";

    /** The samples that follow are of this metric. */
    MetricText counter(String metric, String help) {
        return describe(metric, help, "counter");
    }

    /** The samples that follow are of this metric. */
    MetricText gauge(String metric, String help) {
        return describe(metric, help, "gauge");
    }

    /** How many durations were no longer than each bound, of those that are counted between the bounds. */
    MetricText histogram(String metric, String help, List<Duration> bounds, List<Long> counts, Duration sum) {
        describe(metric, help, "histogram");
        name = metric + "_bucket";
        long total = 0;
        for (int i = 0; i < bounds.size(); i++) {
            total += counts.get(i);
            sample(total, "le", Double.toString(seconds(bounds.get(i))));
        }
        total += counts.getLast();
        sample(total, "le", "+Inf");
        name = metric + "_sum";
        sample(seconds(sum));
        name = metric + "_count";
        return sample(total);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private MetricText describe(String metric, String help, String type) {
        name = metric;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** @param labels names and values in turn */
    MetricText sample(long value, String... labels) {
        return sample(Long.toString(value), labels);
    }

    MetricText sample(double value, String... labels) {
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
