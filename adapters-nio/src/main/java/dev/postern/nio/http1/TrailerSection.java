package dev.postern.nio.http1;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import java.util.Arrays;

/**
 * The fields behind a chunked body, gathered while their bytes come. Made for a message that has any, and gone with it.
 * The decoder of the body owns it, and checks and limits what comes.
 */
final class TrailerSection {
    private final ByteBuilder bytes = new ByteBuilder(256);
    private final HeadFields fields = new HeadFields();
    /** For each field where its name and its value end. */
    private int[] ends = new int[8];

    private int count;

    void append(byte b) {
        bytes.append(b);
    }

    void endName() {
        end();
    }

    void endLine() {
        end();
    }

    private void end() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = bytes.length();
    }

    /** All of them; to be asked when they are complete. */
    HeaderFields fields() {
        byte[] array = bytes.array();
        fields.reset(array);
        int start = 0;
        for (int i = 0; i + 1 < count; i += 2) {
            int from = ends[i];
            int to = ends[i + 1];
            int nextStart = to;
            while (from < to && Octets.isSpace(array[from])) {
                from++;
            }
            while (to > from && Octets.isSpace(array[to - 1])) {
                to--;
            }
            fields.add(start, ends[i], from, to);
            start = nextStart;
        }
        return fields;
    }
}
