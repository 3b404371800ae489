package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.OutgoingRequest;
import dev.postern.nio.http.OutgoingResponse;
import dev.postern.nio.http.StatusText;

/** Writes heads as HTTP/1.1 text. Framing and connection fields are decided here and nowhere else. */
final class HeadEncoder implements HeaderSink {
    /** What is said about the connection. */
    enum Persistence {
        KEEP,
        /** To an HTTP/1.0 client that asked for it. */
        KEEP_ALIVE_ALOUD,
        CLOSE
    }

    private static final byte[] VERSION_SPACE = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] SPACE_VERSION_HOST = Ascii.bytes(" HTTP/1.1\r\nHost: ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] DATE = Ascii.bytes("date");
    private static final byte[] STRICT_TRANSPORT = Ascii.bytes("strict-transport-security");
    private static final byte[] NOTHING = {};
    private static final byte[] UPGRADE = Ascii.bytes("Connection: Upgrade\r\nUpgrade: ");
    private static final byte[] TE_TRAILERS = Ascii.bytes("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] LAST_CHUNK_HEAD = Ascii.bytes("0\r\n");
    private static final byte[] CRLF = Ascii.bytes("\r\n");
    private static final byte[] STATUS_200 = Ascii.bytes("200 OK\r\n");

    private final ByteBuilder out;
    private final DateField date;
    private final byte[] strictTransport;
    private boolean hasDate;

    HeadEncoder(ByteBuilder out, DateField date) {
        this(out, date, "");
    }

    /** @param strictTransport what every answer says in this field, whatever others say; empty where we say nothing */
    HeadEncoder(ByteBuilder out, DateField date, String strictTransport) {
        this.out = out;
        this.date = date;
        this.strictTransport = strictTransport.isEmpty()
                ? NOTHING
                : Ascii.bytes("Strict-Transport-Security: " + strictTransport + "\r\n");
    }

    @Override
    public void add(Slice name, Slice value) {
        // RFC 6797 §8.1: a browser heeds the first of them alone.
        if (strictTransport.length > 0 && name.isIgnoringCase(STRICT_TRANSPORT)) {
            return;
        }
        hasDate |= name.length() == DATE.length && name.isIgnoringCase(DATE);
        out.appendField(name, value);
    }

    ByteBuilder request(OutgoingRequest request) {
        out.clear();
        out.append(request.method()).append(' ');
        request.target(out);
        out.append(SPACE_VERSION_HOST);
        request.authority(out);
        out.append(CRLF);
        request.fields(this);
        if (request.takesTrailers()) {
            out.append(TE_TRAILERS);
        }
        upgrade(request.upgrade());
        framing(request.bodyLength());
        return out.append(CRLF);
    }

    ByteBuilder interim(OutgoingResponse response) {
        statusLine(response);
        response.fields(this);
        return out.append(CRLF);
    }

    /** A response whose body, if it has one of open length, is chunked. */
    ByteBuilder response(OutgoingResponse response, long bodyLength, Persistence persistence) {
        statusLine(response);
        hasDate = false;
        response.fields(this);
        // RFC 9110 §6.6.1: our own answers have one, and those of others that lack it get it here.
        if (!hasDate) {
            out.append(date.line());
        }
        out.append(strictTransport);
        upgrade(response.upgrade());
        framing(bodyLength);
        switch (persistence) {
            case KEEP -> {}
            case KEEP_ALIVE_ALOUD -> out.append(KEEP_ALIVE);
            case CLOSE -> out.append(CLOSE);
        }
        return out.append(CRLF);
    }

    /** A response whose body ends with the connection: for HTTP/1.0, which knows no chunks. */
    ByteBuilder responseUntilClose(OutgoingResponse response) {
        return response(response, BodyLength.NONE, Persistence.CLOSE);
    }

    /** The last head of a connection that carries another protocol from here on. */
    ByteBuilder switching(OutgoingResponse response) {
        return response(response, BodyLength.NONE, Persistence.KEEP);
    }

    private void upgrade(Slice protocol) {
        if (!protocol.isEmpty()) {
            out.append(UPGRADE).append(protocol).append(CRLF);
        }
    }

    /** The end of a chunked body, with fields. */
    ByteBuilder trailers(OutgoingRequest request, HeaderFields incoming) {
        out.clear().append(LAST_CHUNK_HEAD);
        request.trailers(incoming, this);
        return out.append(CRLF);
    }

    ByteBuilder trailers(OutgoingResponse response, HeaderFields incoming) {
        out.clear().append(LAST_CHUNK_HEAD);
        response.trailers(incoming, this);
        return out.append(CRLF);
    }

    private void statusLine(OutgoingResponse response) {
        out.clear();
        out.append(VERSION_SPACE);
        if (response.status() == 200 && response.reason().isEmpty()) {
            out.append(STATUS_200);
            return;
        }
        out.appendDecimal(response.status()).append(' ');
        if (response.reason().isEmpty()) {
            out.append(StatusText.of(response.status()));
        } else {
            out.append(response.reason());
        }
        out.append(CRLF);
    }

    private void framing(long bodyLength) {
        if (bodyLength == BodyLength.OPEN) {
            out.append(CHUNKED);
        } else if (bodyLength != BodyLength.NONE) {
            out.append(CONTENT_LENGTH).appendDecimal(bodyLength).append(CRLF);
        }
    }
}
