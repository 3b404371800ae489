package dev.postern.domain.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AsciiTest {
    @Property
    void bitsAreWrittenAsDigitsAndReadAgain(@ForAll long bits, @ForAll @IntRange(max = 9) int from) {
        byte[] into = new byte[from + 17];
        Ascii.writeHex(bits, into, from);
        assertEquals(String.format(Locale.ROOT, "%016x", bits), new String(into, from, 16, StandardCharsets.US_ASCII));
        assertEquals(0, into[from + 16]);
        assertEquals(bits, Ascii.readHex(into, from));
    }

    @Test
    void digitsMayBeCapitals() {
        assertEquals(0x0123456789abcdefL, Ascii.readHex(Ascii.bytes("0123456789ABCDEF"), 0));
    }

    @Property
    void oneByteThatIsNoAsciiIsFoundWhereverItStands(
            @ForAll @IntRange(max = 40) int length, @ForAll @IntRange(max = 8) int from, @ForAll byte odd) {
        for (int i = 0; i < length; i++) {
            byte[] bytes = new byte[from + length + 1];
            bytes[from + length] = -1;
            bytes[from + i] = odd;
            assertEquals(odd >= 0, Ascii.isAscii(bytes, from, from + length));
        }
    }
}
