package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;

/** A response as it goes to a client. The codec asks it part by part and encodes what it is told. */
public interface OutgoingResponse {
    int status();

    /** Empty: the codec's own. */
    Slice reason();

    /** Every field but those of framing and connection, which are the codec's. */
    void fields(HeaderSink sink);

    /** The protocol that is changed to, or has to be; empty in most responses. */
    Slice upgrade();

    /** Writes those of the fields that came behind the body which go on. */
    void trailers(HeaderFields incoming, HeaderSink sink);

    /** As in {@link BodyLength}. */
    long bodyLength();
}
