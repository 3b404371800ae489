package dev.postern.nio.http;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;

/** A request as it goes to an upstream. The codec asks it part by part and encodes what it is told. */
public interface OutgoingRequest {
    Slice method();

    /** Appends path and query. */
    void target(ByteBuilder into);

    /** Appends what goes into Host. */
    void authority(ByteBuilder into);

    /** Every field but Host and those of framing and connection, which are the codec's. */
    void fields(HeaderSink sink);

    /** The body comes only after an interim response. */
    boolean expectsContinue();

    /** The protocols that the connection may change to, as a list; empty when there are none. */
    Slice upgrade();

    /** Whether fields behind the response's body are welcome: RFC 9110 §10.1.4. */
    boolean takesTrailers();

    /** Writes those of the fields that came behind the body which go on. */
    void trailers(HeaderFields incoming, HeaderSink sink);

    /** As in {@link BodyLength}. */
    long bodyLength();

    /** How long the endpoint may take to its response's head; -1: as its upstream says. */
    long responseNanos();

    /** How long it may pause in its response's body; 0: for ever, -1: as its upstream says. */
    long bodyNanos();
}
