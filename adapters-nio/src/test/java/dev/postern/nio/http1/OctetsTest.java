package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looking at eight bytes at a time finds what looking at each finds, wherever it stands. */
class OctetsTest {
    private static final int LONGEST = 27;

    private static IntStream bytes() {
        return IntStream.range(0, 256);
    }

    private static byte[] with(int odd, int at, int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        text[at] = (byte) odd;
        return text;
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void tellsWhatMayStandInAValue(int odd) {
        for (int length = 1; length <= LONGEST; length++) {
            for (int at = 0; at < length; at++) {
                byte[] text = with(odd, at, length);
                assertEquals(
                        Octets.isFieldValue((byte) odd), Octets.areFieldValue(text, 0, length), at + " of " + length);
                assertEquals(at == 0 || Octets.isFieldValue((byte) odd), Octets.areFieldValue(text, 1, length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void twoOddBytesDontHideEachOther(int odd) {
        for (int at = 1; at < LONGEST; at++) {
            byte[] text = with(odd, at, LONGEST);
            text[0] = '\t';
            assertEquals(Octets.isFieldValue((byte) odd), Octets.areFieldValue(text, 0, LONGEST), "at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void findsTheFirstLineFeed(int odd) {
        for (int at = 0; at < LONGEST; at++) {
            byte[] text = with('\n', at, LONGEST);
            for (int other = 0; other < LONGEST; other++) {
                byte[] both = text.clone();
                if (other != at) {
                    both[other] = (byte) odd;
                }
                int first = odd == '\n' ? Math.min(at, other) : at;
                assertEquals(first, Octets.indexOfLineFeed(both, 0, LONGEST), odd + " at " + other);
                assertEquals(Math.min(first, at), Octets.indexOfLineFeed(both, 0, at), odd + " at " + other);
            }
            assertEquals(LONGEST, Octets.indexOfLineFeed(with('x', 0, LONGEST), at, LONGEST));
        }
    }
}
