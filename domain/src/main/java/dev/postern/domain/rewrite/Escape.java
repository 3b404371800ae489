package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;

/** How a value is written so that it can't be more than a value where it stands. */
enum Escape {
    /** Text of a normalised path, put back into a path. */
    KEEP {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            out.append(value);
            return true;
        }
    },
    /** Plain bytes into a path segment or query value: all that is not unreserved is encoded. */
    ENCODE {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            for (int i = 0; i < value.length(); i++) {
                encode(value.at(i), out);
            }
            return true;
        }
    },
    /** Percent-encoded text: decoded and encoded again, so that it means the same and nothing more. */
    RECODE {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            recode(value, '+', out);
            return true;
        }
    },
    /** As {@link #RECODE}, for text from a query, where a plus is a space. */
    RECODE_FORM {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            recode(value, ' ', out);
            return true;
        }
    },
    /** URI text into a URI where it keeps its structure; what no URI may hold is encoded. */
    URI {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            for (int i = 0; i < value.length(); i++) {
                byte b = value.at(i);
                if (UriText.isAny(b)) {
                    out.append(b);
                } else {
                    UriText.appendEncoded(b, out);
                }
            }
            return true;
        }
    },
    /** Into a field value: control bytes, above all CR, LF and NUL, are dropped. */
    FIELD {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            for (int i = 0; i < value.length(); i++) {
                byte b = value.at(i);
                if (!UriText.isControl(b) || b == '\t') {
                    out.append(b);
                }
            }
            return true;
        }
    },
    /** Into a host, where nothing can be encoded: a value that is empty or holds other bytes is unfit. */
    HOST {
        @Override
        boolean write(Slice value, ByteBuilder out) {
            for (int i = 0; i < value.length(); i++) {
                if (!UriText.isHost(value.at(i))) {
                    return false;
                }
            }
            out.append(value);
            return !value.isEmpty();
        }
    };

    /** Appends a value; false when it can't stand here, and then what was appended is not to be used. */
    abstract boolean write(Slice value, ByteBuilder out);

    private static void recode(Slice value, int plus, ByteBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            int escaped = UriText.escapeAt(value, i);
            if (escaped >= 0) {
                encode(escaped, out);
                i += 2;
            } else {
                encode(value.at(i) == '+' ? plus : value.at(i), out);
            }
        }
    }

    private static void encode(int b, ByteBuilder out) {
        if (UriText.isUnreserved(b)) {
            out.append(b);
        } else {
            UriText.appendEncoded(b, out);
        }
    }
}
