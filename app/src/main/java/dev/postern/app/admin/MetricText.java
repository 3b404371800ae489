package dev.postern.app.admin;

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
