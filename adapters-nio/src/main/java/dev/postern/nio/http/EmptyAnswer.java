package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;

/** 200 and nothing else: what an OPTIONS that may not be forwarded any more gets from us. */
enum EmptyAnswer implements OutgoingResponse {
    OK;

    private static final Slice NOTHING = new Slice();

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Slice reason() {
        return NOTHING;
    }

    @Override
    public Slice upgrade() {
        return NOTHING;
    }

    @Override
    public void fields(HeaderSink sink) {
        // There is nothing to say.
    }

    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {
        // There is no body that they could stand behind.
    }

    @Override
    public long bodyLength() {
        return 0;
    }
}
