package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.IncomingResponse;
import org.jspecify.annotations.Nullable;

/** A response head as slices over the buffer it was read into. One connection owns it and uses it again. */
final class Http1Response implements IncomingResponse {
    private static final byte[] HTTP_1_1 = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] HTTP_1_0 = Ascii.bytes("HTTP/1.0 ");

    private final Slice reason = new Slice();
    private final HeadFields fields;
    private final FieldFacts facts;
    private int status;
    private boolean isHttp10;
    private boolean answersHead;

    Http1Response(HeadFields fields, FieldFacts facts) {
        this.fields = fields;
        this.facts = facts;
    }

    /** Responses to HEAD have no body, whatever they announce. */
    void answersHead(boolean isHead) {
        answersHead = isHead;
    }

    /** RFC 9112 §4: version, one space, three digits, one space, reason. A missing last space is let pass: many omit it. */
    @Nullable
    HeadFault readStartLine(Slice line) {
        isHttp10 = line.startsWith(HTTP_1_0);
        if ((!isHttp10 && !line.startsWith(HTTP_1_1)) || line.length() < 12) {
            return HeadFault.BAD_START_LINE;
        }
        status = 0;
        for (int i = 9; i < 12; i++) {
            byte digit = line.at(i);
            if (digit < '0' || digit > '9') {
                return HeadFault.BAD_START_LINE;
            }
            status = status * 10 + digit - '0';
        }
        if (status < 100 || status > 599 || (line.length() > 12 && line.at(12) != ' ')) {
            return HeadFault.BAD_START_LINE;
        }
        int reasonStart = Math.min(line.start() + 13, line.end());
        if (!Octets.areFieldValue(line.array(), reasonStart, line.end())) {
            return HeadFault.BAD_START_LINE;
        }
        reason.set(line.array(), reasonStart, line.end());
        return null;
    }

    @Nullable
    HeadFault complete() {
        if (facts.isChunked() && (isHttp10 || neverHasBody())) {
            return HeadFault.BAD_LENGTH;
        }
        // RFC 9110 §8.6: an interim response or a 204 has no length. Zero is let pass: it says the same, and many send
        // it.
        return neverHasBody() && facts.contentLength() > 0 ? HeadFault.BAD_LENGTH : null;
    }

    private boolean neverHasBody() {
        return isInterim() || status == 204;
    }

    void moved(byte[] array, int by) {
        reason.set(array, reason.start() + by, reason.end() + by);
    }

    boolean isInterim() {
        return status < 200;
    }

    /** RFC 9112 §6.3. */
    boolean endsWithHead() {
        return answersHead || isInterim() || status == 204 || status == 304;
    }

    boolean endsWithConnection() {
        return !endsWithHead() && !facts.isChunked() && facts.contentLength() < 0;
    }

    boolean keepsConnection() {
        return facts.keepsAlive(isHttp10) && !endsWithConnection();
    }

    /** Whether Upgrade names protocols, and only such as are in a list. */
    boolean switchesToOneOf(Slice offered) {
        int[] counts = {0, 0};
        FieldList.each(fields, UPGRADE, protocol -> counts[FieldList.has(offered, protocol) ? 0 : 1]++);
        return counts[0] > 0 && counts[1] == 0;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Slice reason() {
        return reason;
    }

    @Override
    public HeaderFields fields() {
        return fields;
    }

    @Override
    public long bodyLength() {
        if (endsWithHead()) {
            return BodyLength.NONE;
        }
        return facts.isChunked() || facts.contentLength() < 0 ? BodyLength.OPEN : facts.contentLength();
    }
}
