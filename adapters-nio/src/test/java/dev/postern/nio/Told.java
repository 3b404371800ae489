package dev.postern.nio;

import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.Telemetry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was told of exchanges. */
final class Told implements Telemetry {
    private final List<Exchange> all = new CopyOnWriteArrayList<>();

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
        return exchange -> all.add(Exchange.of(exchange));
    }

    List<Exchange> all() {
        return all;
    }
}
