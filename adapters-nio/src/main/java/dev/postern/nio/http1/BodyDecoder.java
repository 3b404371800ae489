package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data of a body among its framing. The bytes stay where they are: {@link #available} skips framing and says
 * how much data stands at the buffer's position. One connection owns it.
 *
 * <pre>
 *   chunked:  SIZE -> EXTENSION -> SIZE_LF -> DATA -> DATA_CR -> DATA_LF -> SIZE ...
 *                                     \ size 0 -> TRAILER -> TRAILER_NAME -> TRAILER_VALUE -> TRAILER_LF -> TRAILER ...
 *                                                      \ empty line -> LAST_LF -> ENDED
 * </pre>
 */
final class BodyDecoder {
    private static final int MAX_EXTENSION_BYTES = 4096;
    /** What extensions may come to beyond the data that they come with, lest tiny chunks be used to keep us busy. */
    private static final int MAX_UNPAID_BYTES = 16 * 1024;

    private static final int FREE_EXTENSION_BYTES = 16;
    private static final int MAX_TRAILER_BYTES = 8192;
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] LAST_CHUNK = Ascii.bytes("\r\n0\r\n\r\n");

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        ENDED,
        BROKEN
    }

    private State state = State.ENDED;
    private long left;
    private int sizeDigits;
    private int skipped;
    private long unpaid;
    private final byte[] trailerName = new byte[TRANSFER_ENCODING.length];
    private int trailerNameLength;
    private @Nullable TrailerSection trailers;
    private final Slice name = new Slice();

    void beginNone() {
        trailers = null;
        state = State.ENDED;
    }

    void beginLength(long bytes) {
        trailers = null;
        left = bytes;
        state = bytes == 0 ? State.ENDED : State.LENGTH;
    }

    void beginChunked() {
        trailers = null;
        state = State.SIZE;
        left = 0;
        sizeDigits = 0;
        skipped = 0;
        unpaid = 0;
    }

    void beginUntilClose() {
        trailers = null;
        state = State.UNTIL_CLOSE;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    /** The fields that came behind the body; null when there were none. */
    @Nullable
    HeaderFields trailers() {
        return trailers == null ? null : trailers.fields();
    }

    /** The stream has ended: right for a body that ends so, too early for any other. */
    void streamEnded() {
        state = state == State.UNTIL_CLOSE || state == State.ENDED ? State.ENDED : State.BROKEN;
    }

    /** What is left of a body of known length; 0 for all others, which have to be looked at. */
    long unframed() {
        return state == State.LENGTH ? left : 0;
    }

    /** How many more bytes may be read without reading into the next message; {@code most} when that isn't known. */
    int wanted(int most) {
        return state == State.LENGTH ? (int) Math.min(left, most) : most;
    }

    /** Skips framing; answers how much data stands at the position now: 0 means ended, broken, or more is needed. */
    int available(ByteBuffer in) {
        while (in.hasRemaining()) {
            switch (state) {
                case LENGTH, DATA -> {
                    return (int) Math.min(left, in.remaining());
                }
                case UNTIL_CLOSE -> {
                    return in.remaining();
                }
                case ENDED, BROKEN -> {
                    return 0;
                }
                default -> skipFraming(in.get());
            }
        }
        return 0;
    }

    /** Whether the message is known to end right behind the data at the position. */
    boolean endsBehind(ByteBuffer in, int data) {
        if (state == State.LENGTH) {
            return left == data;
        }
        if (state != State.DATA || left != data || in.remaining() < data + LAST_CHUNK.length) {
            return false;
        }
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (in.get(in.position() + data + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Data was taken from the buffer. */
    void taken(int bytes) {
        if (state == State.LENGTH || state == State.DATA) {
            left -= bytes;
            if (left == 0) {
                state = state == State.LENGTH ? State.ENDED : State.DATA_CR;
            }
        }
    }

    private void skipFraming(byte b) {
        state = switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> b == '\n' ? afterSize() : State.BROKEN;
            case DATA_CR -> b == '\r' ? State.DATA_LF : State.BROKEN;
            case DATA_LF -> b == '\n' ? nextSize() : State.BROKEN;
            case TRAILER -> b == '\r' ? State.LAST_LF : trailerName(b);
            case TRAILER_NAME -> b == ':' ? afterTrailerName() : trailerName(b);
            case TRAILER_VALUE -> b == '\r' ? State.TRAILER_LF : trailerValue(b);
            case TRAILER_LF -> b == '\n' ? endTrailer() : State.BROKEN;
            case LAST_LF -> b == '\n' ? State.ENDED : State.BROKEN;
            case LENGTH, UNTIL_CLOSE, DATA, ENDED, BROKEN -> throw new IllegalStateException(state.toString());
        };
    }

    private State size(byte b) {
        int digit = Ascii.hexDigit(b);
        if (digit >= 0) {
            // RFC 9112 §7.1: sizes that overflow must not wrap around; 15 digits are an exabyte.
            if (++sizeDigits > 15) {
                return State.BROKEN;
            }
            left = left << 4 | digit;
            return State.SIZE;
        }
        if (sizeDigits == 0) {
            return State.BROKEN;
        }
        if (b == '\r') {
            return State.SIZE_LF;
        }
        return b == ';' ? State.EXTENSION : State.BROKEN;
    }

    private State extension(byte b) {
        if (b == '\r') {
            return State.SIZE_LF;
        }
        return Octets.isFieldValue(b) && ++skipped <= MAX_EXTENSION_BYTES ? State.EXTENSION : State.BROKEN;
    }

    private State afterSize() {
        unpaid = Math.max(0, unpaid + skipped - left - FREE_EXTENSION_BYTES);
        if (unpaid > MAX_UNPAID_BYTES) {
            return State.BROKEN;
        }
        skipped = 0;
        return left > 0 ? State.DATA : nextTrailer();
    }

    private State nextSize() {
        sizeDigits = 0;
        left = 0;
        return State.SIZE;
    }

    // RFC 9112 §7.1.2: trailers have the syntax of fields in a head, so no folds, and no space before the colon.

    private TrailerSection section() {
        TrailerSection present = trailers;
        if (present == null) {
            present = new TrailerSection();
            trailers = present;
        }
        return present;
    }

    private State endTrailer() {
        section().endLine();
        return nextTrailer();
    }

    private State nextTrailer() {
        skipped += ":\r\n".length();
        trailerNameLength = 0;
        return State.TRAILER;
    }

    private State trailerName(byte b) {
        if (!Octets.isToken(b) || ++skipped > MAX_TRAILER_BYTES) {
            return State.BROKEN;
        }
        if (trailerNameLength < trailerName.length) {
            trailerName[trailerNameLength] = b;
        }
        trailerNameLength++;
        section().append(b);
        return State.TRAILER_NAME;
    }

    /** RFC 9110 §6.5.1: what frames or routes a message comes too late here, and would be read by some and not by others. */
    private State afterTrailerName() {
        section().endName();
        if (trailerNameLength > trailerName.length) {
            return State.TRAILER_VALUE;
        }
        name.set(trailerName, 0, trailerNameLength);
        return name.isIgnoringCase(CONTENT_LENGTH)
                        || name.isIgnoringCase(TRANSFER_ENCODING)
                        || name.isIgnoringCase(HOST)
                ? State.BROKEN
                : State.TRAILER_VALUE;
    }

    private State trailerValue(byte b) {
        if (!Octets.isFieldValue(b) || ++skipped > MAX_TRAILER_BYTES) {
            return State.BROKEN;
        }
        section().append(b);
        return State.TRAILER_VALUE;
    }
}
