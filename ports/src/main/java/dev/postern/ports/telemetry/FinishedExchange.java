package dev.postern.ports.telemetry;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/** A request and what became of it. Only for the time of the call that shows it, and for the thread that makes it. */
public interface FinishedExchange {
    String listener();

    /** Of the request; empty for a Unix-domain peer. */
    Slice client();

    Slice requestId();

    Slice method();

    Slice host();

    /** Normalised. */
    Slice path();

    /** As it was sent, without the question mark. */
    Slice query();

    HeaderFields requestHeaders();

    /** What the client was answered; 499 where it left before, 0 where its connection was cut instead. */
    int status();

    /** Empty where none was found. */
    String route();

    /** The path that its route asks for, as {@code /users/{id}} or {@code /users/*}; empty where it asks for none. */
    String routePattern();

    /** Whether its client speaks TLS, to us or to a trusted proxy. */
    boolean isSecure();

    /** What its connection to us has agreed on. */
    TlsFacts tls();

    /** 32 hexadecimal digits; empty where it belongs to no trace. */
    Slice traceId();

    /** Where it is to be recorded. */
    ExchangeTrace trace();

    /** Empty where nothing was forwarded. */
    String upstream();

    /** The last one that was tried; empty where none was. */
    String endpoint();

    /** Endpoints that were asked. */
    int attempts();

    /** Of the request's body. */
    long bytesIn();

    /** Of the response's body. */
    long bytesOut();

    /** From the request's head to the end. */
    long totalNanos();

    /** Until an endpoint was found that had room, first and later tries together. */
    long queueNanos();

    /** From the first part of its head to the last; 0 where it came as one. Not in the total. */
    long parseNanos();

    /** From the last endpoint's being asked until there was a connection to it; 0 where one was kept. */
    long connectNanos();

    /** Until the response's head; -1 where none came. */
    long firstByteNanos();

    /** From the last endpoint's being asked to the end; 0 where none was. */
    long upstreamNanos();

    /** Why it failed, as {@code client/gone}; empty where it did not. */
    String cause();
}
