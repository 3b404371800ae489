package dev.postern.nio.http1;

import dev.postern.domain.bytes.Slice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a head in place, in as many pieces as it comes in, and strictly (RFC 9112): what could be read two ways is
 * refused. One connection owns it and uses it for one head after the other.
 *
 * <pre>
 *   START_LINE --line--> FIELDS --empty line--> DONE
 *        \___________________\______fault_____> FAULTY
 * </pre>
 */
final class HeadDecoder {
    enum Progress {
        NEEDS_MORE,
        COMPLETE,
        FAULTY
    }

    /** Reads the start line of one kind of message. */
    interface StartLine {
        @Nullable
        HeadFault read(Slice line);

        /** RFC 9112 §2.2: one empty line before a request is let pass; nothing may stand before a response. */
        default boolean letsEmptyLinePass() {
            return true;
        }
    }

    private final StartLine startLine;
    private final int maxBytes;
    private final int maxFields;
    private final HeadFields fields = new HeadFields();
    private final FieldFacts facts = new FieldFacts();
    private final Slice line = new Slice();
    private final Slice name = new Slice();
    private final Slice value = new Slice();

    private boolean inFields;
    private int headStart;
    private int lineStart;
    private int scanned;
    private @Nullable HeadFault fault;

    HeadDecoder(StartLine startLine, int maxBytes, int maxFields) {
        this.startLine = startLine;
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
    }

    /** Begins a head at the position of a heap buffer that is being read from. */
    void begin(ByteBuffer in) {
        fields.reset(in.array());
        facts.reset();
        inFields = false;
        headStart = in.position();
        lineStart = headStart;
        scanned = headStart;
        fault = null;
    }

    /** The bytes of the head so far were moved. */
    void moved(byte[] newArray, int by) {
        fields.moved(newArray, by);
        facts.moved(newArray, by);
        headStart += by;
        lineStart += by;
        scanned += by;
    }

    /** Reads on to the limit; at COMPLETE the buffer's position is behind the head. */
    Progress decode(ByteBuffer in) {
        byte[] array = in.array();
        int limit = in.limit();
        while (true) {
            int lineFeed = Octets.indexOfLineFeed(array, scanned, limit);
            scanned = lineFeed;
            if (lineFeed - headStart >= maxBytes) {
                return refuse(inFields ? HeadFault.TOO_LARGE : HeadFault.TARGET_TOO_LONG);
            }
            if (lineFeed == limit) {
                return Progress.NEEDS_MORE;
            }
            // RFC 9112 §2.2: a line feed alone may end a line; we don't take it, others in the chain might not either.
            if (lineFeed == lineStart || array[lineFeed - 1] != '\r') {
                return refuse(HeadFault.BARE_LINE_FEED);
            }
            boolean isEmpty = lineFeed - 1 == lineStart;
            line.set(array, lineStart, lineFeed - 1);
            lineStart = lineFeed + 1;
            scanned = lineStart;
            if (isEmpty && inFields) {
                in.position(lineStart);
                if (facts.isAmbiguous()) {
                    return refuse(HeadFault.AMBIGUOUS_LENGTH);
                }
                return Progress.COMPLETE;
            }
            HeadFault found = isEmpty ? skipEmptyLine() : inFields ? readField() : readStartLine();
            if (found != null) {
                return refuse(found);
            }
        }
    }

    private @Nullable HeadFault skipEmptyLine() {
        boolean isFirst = lineStart - headStart == 2;
        return isFirst && startLine.letsEmptyLinePass() ? null : HeadFault.BAD_START_LINE;
    }

    private @Nullable HeadFault readStartLine() {
        inFields = true;
        return startLine.read(line);
    }

    private @Nullable HeadFault readField() {
        if (fields.size() == maxFields) {
            return HeadFault.TOO_MANY_FIELDS;
        }
        byte[] array = line.array();
        int at = line.start();
        int end = line.end();
        while (at < end && Octets.isToken(array[at])) {
            at++;
        }
        // RFC 9112 §5.1: no space before the colon; §5.2: a line that begins with space is a fold, and refused.
        if (at == line.start() || at == end || array[at] != ':') {
            return HeadFault.BAD_FIELD;
        }
        int nameEnd = at;
        int valueStart = at + 1;
        while (valueStart < end && Octets.isSpace(array[valueStart])) {
            valueStart++;
        }
        int valueEnd = end;
        while (valueEnd > valueStart && Octets.isSpace(array[valueEnd - 1])) {
            valueEnd--;
        }
        if (!Octets.areFieldValue(array, valueStart, valueEnd)) {
            return HeadFault.BAD_FIELD;
        }
        fields.add(line.start(), nameEnd, valueStart, valueEnd);
        return facts.note(name.set(array, line.start(), nameEnd), value.set(array, valueStart, valueEnd));
    }

    private Progress refuse(HeadFault why) {
        fault = why;
        return Progress.FAULTY;
    }

    HeadFault fault() {
        if (fault == null) {
            throw new IllegalStateException("the head is sound");
        }
        return fault;
    }

    HeadFields fields() {
        return fields;
    }

    FieldFacts facts() {
        return facts;
    }

    /** Where the head begins in the buffer. */
    int headStart() {
        return headStart;
    }
}
