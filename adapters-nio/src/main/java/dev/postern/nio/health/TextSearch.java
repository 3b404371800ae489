package dev.postern.nio.health;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks for a text in bytes that come in pieces, without keeping more of them than the text is long. */
final class TextSearch {
    private final byte[] text;
    private final byte[] last;
    private int kept;
    private boolean found;

    TextSearch(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        last = new byte[this.text.length];
        found = text.isEmpty();
    }

    /** Takes all of it. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (!found) {
                take(next);
            }
        }
    }

    private void take(byte next) {
        if (kept == last.length) {
            System.arraycopy(last, 1, last, 0, kept - 1);
            kept--;
        }
        last[kept++] = next;
        found = kept == last.length && Arrays.equals(last, text);
    }

    boolean hasFound() {
        return found;
    }
}
