package dev.postern.app.telemetry;

import dev.postern.app.tracing.Tracing;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.Telemetry;

/** All that one proxy tells of its traffic. */
public final class Sight implements Telemetry, AutoCloseable {
    private final Traffic traffic = new Traffic();
    private final Recent recent = new Recent(traffic);
    private final AccessLog accessLog = new AccessLog();
    private final Tracing tracing = new Tracing();

    public Traffic traffic() {
        return traffic;
    }

    public Recent recent() {
        return recent;
    }

    public AccessLog accessLog() {
        return accessLog;
    }

    public Tracing tracing() {
        return tracing;
    }

    @Override
    public ExchangeObserver observer(int worker) {
        ExchangeObserver counts = traffic.observer(worker);
        ExchangeObserver lines = accessLog.observer(worker);
        ExchangeObserver spans = tracing.observer(worker);
        return new ExchangeObserver() {
            @Override
            public void finished(FinishedExchange exchange) {
                counts.finished(exchange);
                lines.finished(exchange);
                spans.finished(exchange);
            }

            @Override
            public void closed(FinishedConnection connection) {
                lines.closed(connection);
            }
        };
    }

    @Override
    public void close() {
        recent.close();
        accessLog.close();
        tracing.close();
    }
}
