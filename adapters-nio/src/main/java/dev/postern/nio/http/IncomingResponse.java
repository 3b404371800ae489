package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/** A response head as an upstream sent it. Holds until the exchange with that upstream ends. */
public interface IncomingResponse {
    int status();

    Slice reason();

    HeaderFields fields();

    /** What the head announces; {@link BodyLength#OPEN} also for a body that ends with the connection. */
    long bodyLength();
}
