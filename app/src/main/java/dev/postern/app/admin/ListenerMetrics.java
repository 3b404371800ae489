package dev.postern.app.admin;

import dev.postern.app.metrics.Figures;
import dev.postern.domain.config.ListenerConfig.Protocol;
import dev.postern.ports.traffic.ListenerCounts;
import dev.postern.ports.traffic.TransportStats;
import dev.postern.ports.traffic.WorkerCounts;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of connections that clients open, of what they hold, and of the workers that serve them. */
final class ListenerMetrics {
    private ListenerMetrics() {}

    static void append(Figures figures, TransportStats stats) {
        Map<String, ListenerCounts> listeners = byName(stats.listeners());
        connections(figures, "http", Protocol.HTTP, listeners);
        connections(figures, "tcp", Protocol.TCP, listeners);
        tcp(figures, listeners);
        Figures.Series handshakes = figures.counter(
                "postern_tls_handshakes_failed_total", "TLS handshakes of clients that came to nothing.");
        listeners.forEach((name, counts) -> handshakes.sample(counts.handshakesFailed(), "listener", name));
        figures.counter(
                        "postern_accept_pauses_total",
                        "How often accepting paused for lack of descriptors or of memory for buffers.")
                .sample(stats.acceptPauses());
        figures.gauge("postern_buffer_limit_bytes", "In buffers, above which nothing new begins.")
                .sample(stats.mostBufferBytes());
        figures.gauge("postern_overload_shed_ratio", "Share of the requests that is refused at once, from 0 to 1.")
                .sample(stats.overload().permille() / 1000.0);
        figures.counter("postern_requests_shed_total", "Requests that were refused at once because of overload.")
                .sample(stats.overload().refused());
        workers(figures, stats.workers());
    }

    /** Where a name has gone over to another address, those that came by the former one have not left yet. */
    private static Map<String, ListenerCounts> byName(List<ListenerCounts> all) {
        Map<String, ListenerCounts> byName = new TreeMap<>();
        all.forEach(each -> byName.merge(each.name(), each, ListenerCounts::plus));
        return byName;
    }

    private static void connections(
            Figures figures, String prefix, Protocol protocol, Map<String, ListenerCounts> listeners) {
        Figures.Series active =
                figures.gauge("postern_" + prefix + "_connections_active", "Clients that are connected.");
        Figures.Series total =
                figures.counter("postern_" + prefix + "_connections_total", "Connections that were accepted.");
        listeners.forEach((name, counts) -> {
            if (counts.protocol() == protocol) {
                active.sample(counts.active(), "listener", name);
                total.sample(counts.accepted(), "listener", name);
            }
        });
    }

    private static void tcp(Figures figures, Map<String, ListenerCounts> listeners) {
        Figures.Series unserved = figures.counter(
                "postern_tcp_connections_unserved_total", "TCP connections that were cut for want of an endpoint.");
        Figures.Series received = figures.counter("postern_tcp_received_bytes_total", "Of clients, over TCP.");
        Figures.Series sent = figures.counter("postern_tcp_sent_bytes_total", "Of endpoints, over TCP.");
        listeners.forEach((name, counts) -> {
            if (counts.protocol() == Protocol.TCP) {
                unserved.sample(counts.unserved(), "listener", name);
                received.sample(counts.received(), "listener", name);
                sent.sample(counts.sent(), "listener", name);
            }
        });
    }

    private static void workers(Figures figures, List<WorkerCounts> workers) {
        Figures.Series connections =
                figures.gauge("postern_worker_connections", "Clients that are connected, by worker.");
        Figures.Series buffers = figures.gauge("postern_buffer_bytes", "In buffers that connections hold.");
        Figures.Histogram turns = figures.histogram(
                "postern_loop_turn_seconds",
                "How long a worker was at work at a stretch: so long others wait; its sum is the time at work.");
        for (WorkerCounts each : workers) {
            Labels worker = Labels.of("worker", Integer.toString(each.index()));
            connections.add(each.connections(), worker);
            buffers.add(each.bufferedBytes(), worker);
            turns.sample(WorkerCounts.BOUNDS, each.turns(), Duration.ofNanos(each.workedNanos()), worker);
        }
    }
}
