package dev.postern.nio;

import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.telemetry.TlsFacts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Keeps what was told of exchanges. */
final class Told implements Telemetry {
    private final List<Exchange> all = new CopyOnWriteArrayList<>();
    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private final List<String> traceIds = new CopyOnWriteArrayList<>();

    private final List<TlsFacts> tls = new CopyOnWriteArrayList<>();
    private final List<Long> parsing = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** @param way route, upstream and endpoint */
    record Connection(
            String listener,
            String client,
            List<String> way,
            int attempts,
            String serverName,
            TlsFacts tls,
            long bytesIn,
            long bytesOut,
            String cause) {
        static Connection of(FinishedConnection connection) {
            return new Connection(
                    connection.listener(),
                    connection.client().text(),
                    List.of(connection.route(), connection.upstream(), connection.endpoint()),
                    connection.attempts(),
                    connection.serverName(),
                    connection.tls(),
                    connection.bytesIn(),
                    connection.bytesOut(),
                    connection.cause());
        }
    }

    record Try(
            String spanId,
            String endpoint,
            int number,
            int status,
            String cause,
            boolean isAbandoned,
            long beganNanos,
            long endedNanos) {
        static Try of(ExchangeTrace.Try one) {
            return new Try(
                    one.spanId().text(),
                    one.endpoint(),
                    one.number(),
                    one.status(),
                    one.cause(),
                    one.isAbandoned(),
                    one.beganNanos(),
                    one.endedNanos());
        }
    }

    record Trace(String traceId, String spanId, String parentId, List<Try> tries) {
        static Trace of(ExchangeTrace trace) {
            return new Trace(
                    trace.traceId().text(),
                    trace.spanId().text(),
                    trace.parentId().text(),
                    IntStream.range(0, trace.tryCount())
                            .mapToObj(i -> Try.of(trace.tryAt(i)))
                            .toList());
        }
    }

    record Exchange(
            String request,
            int status,
            String route,
            String upstream,
            String endpoint,
            int attempts,
            long bytesIn,
            long bytesOut,
            String cause) {
        static Exchange of(FinishedExchange exchange) {
            String query =
                    exchange.query().isEmpty() ? "" : "?" + exchange.query().text();
            return new Exchange(
                    exchange.listener() + " " + exchange.method().text() + " "
                            + exchange.path().text() + query,
                    exchange.status(),
                    exchange.route(),
                    exchange.upstream(),
                    exchange.endpoint(),
                    exchange.attempts(),
                    exchange.bytesIn(),
                    exchange.bytesOut(),
                    exchange.cause());
        }
    }

    @Override
    public ExchangeObserver observer(int worker) {
        return new ExchangeObserver() {
            @Override
            public void finished(FinishedExchange exchange) {
                if (exchange.trace().isSampled()) {
                    traces.add(Trace.of(exchange.trace()));
                }
                traceIds.add(exchange.traceId().text());
                tls.add(exchange.tls());
                parsing.add(exchange.parseNanos());
                all.add(Exchange.of(exchange));
            }

            @Override
            public void closed(FinishedConnection connection) {
                connections.add(Connection.of(connection));
            }
        };
    }

    /** Of connections without exchanges. */
    List<Connection> connections() {
        return connections;
    }

    List<TlsFacts> tls() {
        return tls;
    }

    List<Long> parsing() {
        return parsing;
    }

    /** Of those that are sampled. */
    List<Trace> traces() {
        return traces;
    }

    /** Of all, also of those that only pass through. */
    List<String> traceIds() {
        return traceIds;
    }

    List<Exchange> all() {
        return all;
    }
}
