package dev.postern.app.telemetry;

import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.Telemetry;

/** All that one proxy tells of its traffic. */
public final class Sight implements Telemetry, AutoCloseable {
    private final Traffic traffic = new Traffic();
    private final AccessLog accessLog = new AccessLog();

    public Traffic traffic() {
        return traffic;
    }

    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public ExchangeObserver observer(int worker) {
        ExchangeObserver counts = traffic.observer(worker);
        ExchangeObserver lines = accessLog.observer(worker);
        return exchange -> {
            counts.finished(exchange);
            lines.finished(exchange);
        };
    }

    @Override
    public void close() {
        accessLog.close();
    }
}
