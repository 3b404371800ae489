package dev.postern.app.telemetry;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;

/** How a request becomes a line. One worker's; used again and again. */
interface LineFormat {
    /** Appends the line without its end. */
    void append(FinishedExchange exchange, long atMillis, ByteBuilder line);

    /** As {@link #append(FinishedExchange, long, ByteBuilder)}; false where the format has no lines for connections. */
    boolean append(FinishedConnection connection, long atMillis, ByteBuilder line);
}
