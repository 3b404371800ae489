package dev.postern.nio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.nio.transport.ProxyHeaderDecoder.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderDecoderTest {
    private static final String SIGN = "0d0a0d0a000d0a515549540a";
    private static final String V6 = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    /** Texts begin with PROXY; everything else is hexadecimal. */
    private static byte[] bytes(String vector) {
        return vector.startsWith("PROXY")
                ? vector.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1)
                : HexFormat.of()
                        .parseHex(vector.replace("SIGN", SIGN).replace("V6", V6).replace(" ", ""));
    }

    private static String told(ProxyHeaderDecoder decoder, Progress progress) {
        return progress != Progress.COMPLETE
                ? progress.toString()
                : switch (decoder.header()) {
                    case ProxyHeader.Own _ -> "own";
                    case ProxyHeader.Unix _ -> "unix";
                    case ProxyHeader.Tcp tcp ->
                        tcp.client().toString().substring(1) + " "
                                + tcp.server().toString().substring(1);
                };
    }

    /** In all the ways in which bytes may arrive; what follows the header stays where it is. */
    private static void assertRead(String expected, byte[] header) {
        ByteBuffer whole = ByteBuffer.allocate(header.length + 3)
                .put(header)
                .put(new byte[] {'G', 'E', 'T'})
                .flip();
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        assertEquals(expected, told(decoder, decoder.decode(whole)));
        assertEquals(3, whole.remaining(), "bytes behind the header");
        for (int cut = 0; cut <= header.length; cut++) {
            decoder = new ProxyHeaderDecoder();
            Progress first = decoder.decode(ByteBuffer.wrap(header, 0, cut));
            assertEquals(cut == header.length, first == Progress.COMPLETE, "cut at " + cut);
            Progress second = decoder.decode(ByteBuffer.wrap(header, cut, header.length - cut));
            assertEquals(expected, told(decoder, second), "cut at " + cut);
        }
        assertEquals(expected, readAsWanted(header));
    }

    /** As much as it wants each time, which must never be more than there is. */
    private static String readAsWanted(byte[] header) {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        ByteBuffer in = ByteBuffer.wrap(header);
        Progress progress = Progress.NEEDS_MORE;
        while (progress == Progress.NEEDS_MORE) {
            assertNotEquals(0, decoder.wanted());
            in.limit(in.position() + decoder.wanted());
            progress = decoder.decode(in);
        }
        assertEquals(header.length, in.position());
        assertEquals(0, decoder.wanted());
        return told(decoder, progress);
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\\r\\n, 192.0.2.1:56324 198.51.100.2:443",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\\r\\n, 255.255.255.255:65535 255.255.255.255:65535",
        "PROXY TCP4 0.0.0.0 0.0.0.0 0 0\\r\\n, 0.0.0.0:0 0.0.0.0:0",
        "PROXY TCP6 :: ::1 1 2\\r\\n, '[0:0:0:0:0:0:0:0]:1 [0:0:0:0:0:0:0:1]:2'",
        "PROXY TCP6 2001:db8::1 2001:db8::2 1 2\\r\\n, '[2001:db8:0:0:0:0:0:1]:1 [2001:db8:0:0:0:0:0:2]:2'",
        "PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 1 2\\r\\n, '192.0.2.1:1 [2001:db8:0:0:0:0:0:2]:2'",
        "PROXY UNKNOWN\\r\\n, own",
        "PROXY UNKNOWN ffff:f...f:ffff and more of it 65535 65535\\r\\n, own",
        "SIGN 21 11 000c c0000201 c6336402 dc04 01bb, 192.0.2.1:56324 198.51.100.2:443",
        "SIGN 21 21 0024 V6 0001 0002, '[2001:db8:0:0:0:0:0:1]:1 [2001:db8:0:0:0:0:0:2]:2'",
        "SIGN 20 00 0000, own",
        "SIGN 20 11 000c c0000201 c6336402 dc04 01bb, own",
        "SIGN 20 00 0003 ffffff, own",
        "SIGN 21 00 0000, own",
        "SIGN 21 12 000c c0000201 c6336402 dc04 01bb, own",
        "SIGN 21 11 0013 c0000201 c6336402 dc04 01bb 01 0001 aa 04 0000, 192.0.2.1:56324 198.51.100.2:443",
        "SIGN 21 11 0017 c0000201 c6336402 dc04 01bb ea 0008 0102030405060708, 192.0.2.1:56324 198.51.100.2:443"
    })
    void reads(String vector, String expected) {
        assertRead(expected, bytes(vector));
    }

    @Test
    void readsTheLongestLine() {
        String longest = "PROXY UNKNOWN " + "f".repeat(91) + "\r\n";
        assertEquals(107, longest.length());
        assertRead("own", bytes(longest));
    }

    @Test
    void readsAClientAtAUnixSocket() {
        assertRead("unix", bytes("SIGN 21 31 00d8" + "2f".repeat(216)));
    }

    @Test
    void readsTheLongestBinaryHeader() {
        byte[] header = Arrays.copyOf(bytes("SIGN 21 11 0ff0 c0000201 c6336402 dc04 01bb ee 0fe1"), 4096);
        assertRead("192.0.2.1:56324 198.51.100.2:443", header);
    }

    @Test
    void holdsAChecksumAgainstTheHeader() {
        byte[] header = bytes("SIGN 21 11 0013 c0000201 c6336402 dc04 01bb 03 0004 00000000");
        CRC32C crc = new CRC32C();
        crc.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue());
        assertRead("192.0.2.1:56324 198.51.100.2:443", header);
        int fieldType = 28;
        for (int i = 16; i < header.length; i++) {
            if (i == fieldType) {
                continue;
            }
            byte[] changed = header.clone();
            changed[i] ^= 1;
            assertEquals(Progress.FAULTY, new ProxyHeaderDecoder().decode(ByteBuffer.wrap(changed)), "byte " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY\\r\\n",
                "PROXY \\r\\n",
                "PROXY  TCP4 192.0.2.1 198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2\\r ",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 \\r\\n",
                "PROXY TCP4 192.0.2.1  198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 65536\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 01 2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 +1 2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 -1 2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 0x2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2  2\\r\\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 99999999999 2\\r\\n",
                "PROXY TCP4 192.0.2.256 198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 192.0.2.01 198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 192.0.2 198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 ::1 198.51.100.2 1 2\\r\\n",
                "PROXY TCP4 localhost 198.51.100.2 1 2\\r\\n",
                "PROXY TCP6 192.0.2.1 ::1 1 2\\r\\n",
                "PROXY TCP6 ::1 ::1%eth0 1 2\\r\\n",
                "PROXY TCP6 1::2::3 ::1 1 2\\r\\n",
                "PROXY TCP5 192.0.2.1 198.51.100.2 1 2\\r\\n",
                "PROXY tcp4 192.0.2.1 198.51.100.2 1 2\\r\\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\\r\\n",
                "PROXY UNKNOWNS 1 2 3\\r\\n",
                "PROXYTCP4 192.0.2.1 198.51.100.2 1 2\\r\\n",
                "504f5354202f20485454502f312e310d0a", // POST / HTTP/1.1
                "160301020001", // TLS
                "0d0a0d0a000d0a515549540b 21 11 000c", // a wrong sign
                "0d0a0d0a0d0a",
                "SIGN 11 11 000c c0000201 c6336402 dc04 01bb", // version 1 in version 2's clothes
                "SIGN 31 11 000c c0000201 c6336402 dc04 01bb",
                "SIGN 22 11 000c c0000201 c6336402 dc04 01bb", // no such command
                "SIGN 21 41 000c c0000201 c6336402 dc04 01bb", // no such family
                "SIGN 21 13 000c c0000201 c6336402 dc04 01bb", // no such kind of socket
                "SIGN 21 11 000b c0000201 c6336402 dc04 01", // addresses cut short
                "SIGN 21 21 000c c0000201 c6336402 dc04 01bb",
                "SIGN 21 31 000c c0000201 c6336402 dc04 01bb",
                "SIGN 21 11 000e c0000201 c6336402 dc04 01bb 0100", // a field cut short
                "SIGN 21 11 0010 c0000201 c6336402 dc04 01bb 01 0002 aa", // one longer than the header
                "SIGN 21 11 000f c0000201 c6336402 dc04 01bb 03 0000", // a checksum of no bytes
                "SIGN 21 11 0ff1", // longer than we read
                "SIGN 21 11 ffff"
            })
    void refuses(String vector) {
        byte[] header = bytes(vector);
        assertEquals(Progress.FAULTY, new ProxyHeaderDecoder().decode(ByteBuffer.wrap(header)));
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        Progress progress = Progress.NEEDS_MORE;
        for (int i = 0; i < header.length; i++) {
            progress = decoder.decode(ByteBuffer.wrap(header, i, 1));
        }
        assertEquals(Progress.FAULTY, progress, "byte by byte");
    }

    @Test
    void refusesALineThatDoesNotEnd() {
        byte[] line = bytes("PROXY UNKNOWN " + "f".repeat(200));
        ByteBuffer in = ByteBuffer.wrap(line);
        assertEquals(Progress.FAULTY, new ProxyHeaderDecoder().decode(in));
        assertEquals(107, in.position(), "and reads no more of it");
    }
}
