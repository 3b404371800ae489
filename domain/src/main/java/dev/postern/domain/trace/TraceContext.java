package dev.postern.domain.trace;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.upstream.Randomness;

/**
 * The trace that a request belongs to: its caller's, or one that begins with it; and the span that stands for it here. An
 * exchange owns one and uses it for request after request. Its slices hold until the next request.
 */
public final class TraceContext {
    /** Digits in the id of a span. */
    public static final int SPAN_LENGTH = 16;

    private static final byte[] TRACEPARENT = Ascii.bytes("traceparent");
    private static final byte[] TRACESTATE = Ascii.bytes("tracestate");
    private static final byte[] NOWHERE = Ascii.bytes("00-00000000000000000000000000000000-0000000000000000-00");
    private static final int LENGTH = NOWHERE.length;
    private static final int TRACE = 3;
    private static final int TRACE_END = 35;
    private static final int SPAN = 36;
    private static final int SPAN_END = 52;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;
    /** The sampled flag, and that of ids which are random throughout. */
    private static final int KNOWN_FLAGS = 3;

    private final byte[] parent = new byte[SPAN_LENGTH];
    private final byte[] own = new byte[SPAN_LENGTH];
    private final byte[] sent = NOWHERE.clone();
    private final Slice found = new Slice();
    private final Slice another = new Slice();
    private final Slice traceparent = new Slice().set(sent, 0, LENGTH);
    private final Slice traceId = new Slice().set(sent, TRACE, TRACE_END);
    private final Slice spanId = new Slice().set(own, 0, own.length);
    private final Slice parentId = new Slice();
    private boolean present;
    private boolean followed;
    private int flags;

    /** The present request belongs to no trace of ours. */
    public void clear() {
        present = false;
        followed = false;
        flags = 0;
    }

    /** Goes on with the caller's trace where that is sound and wanted, and begins one otherwise. */
    public void begin(TracePolicy policy, HeaderFields fields, boolean isPeerTrusted, Randomness chance) {
        clear();
        if (!policy.isOn()) {
            return;
        }
        present = true;
        followed = policy.follows(isPeerTrusted) && findSound(fields, found);
        if (followed) {
            System.arraycopy(found.array(), found.start() + TRACE, sent, TRACE, TRACE_END - TRACE);
            System.arraycopy(found.array(), found.start() + SPAN, parent, 0, parent.length);
            parentId.set(parent, 0, parent.length);
            flags = Ascii.hexDigit(found.at(FLAGS + 1)) & KNOWN_FLAGS;
        } else {
            parentId.clear();
            Ascii.writeHex(chance.next(), sent, TRACE);
            long last = sound(chance.next());
            Ascii.writeHex(last, sent, TRACE + SPAN_LENGTH);
            flags = policy.samples(last) ? SAMPLED : 0;
        }
        sent[FLAGS + 1] = (byte) ('0' + flags);
        makeSpan(chance, own);
        sends(own);
    }

    /** Writes the id of a new span. */
    public static void makeSpan(Randomness chance, byte[] into) {
        Ascii.writeHex(sound(chance.next()), into, 0);
    }

    /** The standard knows no id that is zero. */
    private static long sound(long bits) {
        return bits == 0 ? 1 : bits;
    }

    /** What is sent from now on comes from this span. */
    public void sends(byte[] span) {
        System.arraycopy(span, 0, sent, SPAN, SPAN_END - SPAN);
    }

    /** False where nothing is said of traces: what comes in passes untouched. */
    public boolean isPresent() {
        return present;
    }

    /** Whether spans are made of the present request. */
    public boolean isSampled() {
        return (flags & SAMPLED) != 0;
    }

    /** Whether a field that came in is left out while the others are copied. */
    public boolean drops(Slice name) {
        // why with its state: without the trace that it tells of, it tells of nothing.
        return present && (name.isIgnoringCase(TRACEPARENT) || (!followed && name.isIgnoringCase(TRACESTATE)));
    }

    /** As the header says it to the upstream. */
    public Slice traceparent() {
        return traceparent;
    }

    /** 32 digits. */
    public Slice traceId() {
        return traceId;
    }

    /** 16 digits: the span of the request as this proxy served it. */
    public Slice spanId() {
        return spanId;
    }

    /** The caller's span; empty where the trace begins here. */
    public Slice parentId() {
        return parentId;
    }

    /** Points {@code into} at the trace id that a request came with; false where it has none that is sound. */
    public static boolean findTraceId(HeaderFields fields, Slice into) {
        if (!fields.find(TRACEPARENT, into) || !isSound(into)) {
            return false;
        }
        into.set(into.array(), into.start() + TRACE, into.start() + TRACE_END);
        return true;
    }

    private boolean findSound(HeaderFields fields, Slice into) {
        int at = fields.findFrom(0, TRACEPARENT, into);
        return at >= 0 && isSound(into) && fields.findFrom(at + 1, TRACEPARENT, another) < 0;
    }

    /** W3C Trace Context §3.2.2: a version that is not known yet may say more behind what is known. */
    private static boolean isSound(Slice value) {
        if (value.length() < LENGTH) {
            return false;
        }
        boolean isFirst = value.at(0) == '0' && value.at(1) == '0';
        boolean isLongest = value.length() == LENGTH || (!isFirst && value.at(LENGTH) == '-');
        boolean isKnown = isHex(value, 0, 2) && !(value.at(0) == 'f' && value.at(1) == 'f');
        return isLongest
                && isKnown
                && value.at(2) == '-'
                && isId(value, TRACE, TRACE_END)
                && value.at(TRACE_END) == '-'
                && isId(value, SPAN, SPAN_END)
                && value.at(SPAN_END) == '-'
                && isHex(value, FLAGS, LENGTH);
    }

    private static boolean isId(Slice value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value.at(i) != '0') {
                return isHex(value, from, to);
            }
        }
        return false;
    }

    /** In lower case, as the standard has it. */
    private static boolean isHex(Slice value, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = value.at(i);
            if ((b < '0' || b > '9') && (b < 'a' || b > 'f')) {
                return false;
            }
        }
        return true;
    }
}
