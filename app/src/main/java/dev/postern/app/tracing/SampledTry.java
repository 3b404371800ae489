package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;
import dev.postern.ports.telemetry.ExchangeTrace;

/** A try of a {@link SampledExchange}, which owns it and uses it again. */
final class SampledTry {
    private final ClientSpan span;
    private final Slice spanId = new Slice();
    private String endpoint = "";
    private String cause = "";
    private int number;
    private int status;
    private long beganNanos;
    private long endedNanos;
    private boolean abandoned;

    SampledTry(SampledExchange exchange) {
        span = new ClientSpan(exchange, this);
    }

    /** Copies all but the id of its span, for which the exchange has the room. */
    void copy(ExchangeTrace.Try from) {
        endpoint = from.endpoint();
        cause = from.cause();
        number = from.number();
        status = from.status();
        beganNanos = from.beganNanos();
        endedNanos = from.endedNanos();
        abandoned = from.isAbandoned();
    }

    ClientSpan span() {
        return span;
    }

    Slice spanId() {
        return spanId;
    }

    String endpoint() {
        return endpoint;
    }

    String cause() {
        return cause;
    }

    /** From 1. */
    int number() {
        return number;
    }

    int status() {
        return status;
    }

    /** From the exchange's beginning, as is the end. */
    long beganNanos() {
        return beganNanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    boolean isAbandoned() {
        return abandoned;
    }
}
