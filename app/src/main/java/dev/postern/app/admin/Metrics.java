package dev.postern.app.admin;

import dev.postern.app.metrics.Exposition;
import dev.postern.app.metrics.Figures;
import dev.postern.app.metrics.JvmMetrics;
import dev.postern.app.metrics.ProcessMetrics;
import dev.postern.app.service.ConfigControl;
import dev.postern.app.telemetry.Sight;
import dev.postern.app.telemetry.TrafficMetrics;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.traffic.ProxyTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** All that can be counted, for whoever collects figures, in the format that they ask for. */
final class Metrics {
    private static final int GZIP_BUFFER = 64 * 1024;
    private static final int LEAST_ROOM = 16 * 1024;

    private final ConfigControl config;
    private final ProxyTransport transport;
    private final TrafficMetrics traffic;
    /** What answers came to, by whether they were zipped and by format. */
    private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

    Metrics(ConfigControl config, ProxyTransport transport, Sight sight) {
        this.config = config;
        this.transport = transport;
        traffic = new TrafficMetrics(sight);
    }

    Operation operation() {
        return Operation.get("/metrics", "figures for Prometheus", List.of(), this::answer);
    }

    /** Shows what was written to it without a copy. */
    private static final class Written extends ByteArrayOutputStream {
        Written(int room) {
            super(room);
        }

        ByteBuffer show() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    private Answer answer(Ask ask) {
        Exposition format = Exposition.accepted(ask.header("accept").orElse(""));
        boolean isZipped = ask.header("accept-encoding").orElse("").contains("gzip");
        // why by what came before: with very many series an array that grows leaves more behind than it holds in the
        // end.
        String kind = format + (isZipped ? "+gzip" : "");
        int before = sizes.getOrDefault(kind, 0);
        Written bytes = new Written(Math.max(LEAST_ROOM, before + before / 16));
        try (OutputStream to = isZipped ? new GZIPOutputStream(bytes, GZIP_BUFFER) : bytes) {
            format.write(figures(), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sizes.put(kind, bytes.size());
        Answer answer = Answer.bytes(200, format.contentType(), bytes.show()).with("Vary", "Accept, Accept-Encoding");
        return isZipped ? answer.with("Content-Encoding", "gzip") : answer;
    }

    Figures figures() {
        Figures figures = new Figures();
        ConfigMetrics.append(figures, config);
        ListenerMetrics.append(figures, transport.stats());
        UpstreamMetrics.append(
                figures, transport.upstreams().values(), transport.endpoints().values());
        traffic.append(figures, config.snapshot().map(Snapshot::config));
        JvmMetrics.append(figures);
        ProcessMetrics.append(figures);
        return figures;
    }
}
