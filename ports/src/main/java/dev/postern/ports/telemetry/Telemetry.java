package dev.postern.ports.telemetry;

/** Hears of what a transport has done. */
public interface Telemetry {
    /** Where nobody listens. */
    Telemetry NONE = worker -> exchange -> {};

    /** The observer of one worker; asked for once, before there is traffic. */
    ExchangeObserver observer(int worker);
}
