package dev.postern.app.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/** The formats in which figures are written. Native histograms are seen only in protobuf. */
public enum Exposition {
    TEXT,
    OPEN_METRICS,
    PROTOBUF;

    private static final ExpositionFormatWriter TEXT_WRITER = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private static final ExpositionFormatWriter OPEN_METRICS_WRITER = OpenMetricsTextFormatWriter.builder()
            .setCreatedTimestampsEnabled(false)
            .setExemplarsOnAllMetricTypesEnabled(false)
            .build();
    private static final ExpositionFormatWriter PROTOBUF_WRITER = new PrometheusProtobufWriter();

    /** What the Accept field prefers; text where it asks for nothing that there is. */
    public static Exposition accepted(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .map(Wanted::of)
                .filter(wanted -> wanted.quality > 0)
                // why stable: what is written first is wanted more where the rest is the same.
                .sorted(Comparator.comparingDouble((Wanted wanted) -> -wanted.quality))
                .flatMap(wanted -> wanted.format().stream())
                .findFirst()
                .orElse(TEXT);
    }

    private record Wanted(String type, Map<String, String> parameters, double quality) {
        static Wanted of(String range) {
            List<String> parts =
                    Arrays.stream(range.split(";", -1)).map(String::strip).toList();
            Map<String, String> parameters = parts.stream()
                    .skip(1)
                    .map(part -> part.split("=", 2))
                    .filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(
                            pair -> pair[0].strip().toLowerCase(Locale.ROOT),
                            pair -> pair[1].strip().replace("\"", ""),
                            (first, _) -> first));
            return new Wanted(
                    parts.getFirst().toLowerCase(Locale.ROOT), parameters, quality(parameters.getOrDefault("q", "1")));
        }

        private static double quality(String text) {
            return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
        }

        private boolean has(String parameter, String... values) {
            return !parameters.containsKey(parameter) || Arrays.asList(values).contains(parameters.get(parameter));
        }

        Optional<Exposition> format() {
            return switch (type) {
                case "application/vnd.google.protobuf" ->
                    Optional.of(PROTOBUF)
                            .filter(_ ->
                                    has("proto", "io.prometheus.client.MetricFamily") && has("encoding", "delimited"));
                case "application/openmetrics-text" ->
                    Optional.of(OPEN_METRICS).filter(_ -> has("version", "1.0.0", "0.0.1"));
                case "text/plain" -> Optional.of(TEXT).filter(_ -> has("version", "0.0.4"));
                case "text/*", "*/*" -> Optional.of(TEXT);
                default -> Optional.empty();
            };
        }
    }

    private ExpositionFormatWriter writer() {
        return switch (this) {
            case TEXT -> TEXT_WRITER;
            case OPEN_METRICS -> OPEN_METRICS_WRITER;
            case PROTOBUF -> PROTOBUF_WRITER;
        };
    }

    public String contentType() {
        return writer().getContentType();
    }

    /** Returns when all is written. */
    public void write(Figures figures, OutputStream to) throws IOException {
        FutureTask<Void> writing = new FutureTask<>(() -> {
            writer().write(to, figures.snapshots(), EscapingScheme.ALLOW_UTF8);
            return null;
        });
        // why: on a virtual thread the JDK's BufferedWriter, which the library's writers have, begins small and is
        // copied
        // for each few bytes more; that was a third of what an answer cost.
        Thread thread = Thread.ofPlatform().name("figures").daemon().start(writing);
        try {
            writing.get();
        } catch (ExecutionException e) {
            throw new IOException("The figures could not be written.", e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while figures were written");
        }
    }
}
