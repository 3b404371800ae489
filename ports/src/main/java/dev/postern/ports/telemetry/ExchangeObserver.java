package dev.postern.ports.telemetry;

/** Hears of the exchanges of one worker, on its loop: it never waits, and keeps nothing that it is shown. */
@FunctionalInterface
public interface ExchangeObserver {
    void finished(FinishedExchange exchange);

    /** A connection without exchanges is over. */
    default void closed(FinishedConnection connection) {}
}
