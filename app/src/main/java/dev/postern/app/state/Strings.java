package dev.postern.app.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts one after the other, each with its length in bytes before it, so that a text may hold anything. */
final class Strings {
    private Strings() {}

    static final class Writing {
        private byte[] bytes = new byte[8192];
        private int length;

        Writing add(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            append((encoded.length + ":").getBytes(StandardCharsets.US_ASCII));
            append(encoded);
            append(new byte[] {'\n'});
            return this;
        }

        Writing add(long number) {
            return add(Long.toString(number));
        }

        private void append(byte[] more) {
            if (bytes.length - length < more.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more.length));
            }
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }
    }

    static final class Reading {
        private final byte[] bytes;
        private int at;

        Reading(byte[] bytes) {
            this.bytes = bytes;
        }

        String next() throws IOException {
            int length = 0;
            int digits = 0;
            while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && digits++ < 9) {
                length = length * 10 + bytes[at++] - '0';
            }
            if (digits == 0 || bytes.length - at < length + 2 || bytes[at] != ':' || bytes[at + 1 + length] != '\n') {
                throw new IOException("malformed at byte " + at);
            }
            String text = new String(bytes, at + 1, length, StandardCharsets.UTF_8);
            at += length + 2;
            return text;
        }

        int nextNumber() throws IOException {
            return (int) nextLong();
        }

        long nextLong() throws IOException {
            String text = next();
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IOException("found " + text + ", expected a number", e);
            }
        }
    }
}
