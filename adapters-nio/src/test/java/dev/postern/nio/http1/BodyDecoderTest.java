package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
    /** What comes out of a body fed in two pieces: its data, how it ended, and what was left for the next message. */
    private static String read(Consumer<BodyDecoder> framing, String text, int cut) {
        BodyDecoder decoder = new BodyDecoder();
        framing.accept(decoder);
        StringBuilder data = new StringBuilder();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int limit : new int[] {cut, bytes.length}) {
            in.limit(limit);
            int available = decoder.available(in);
            while (available > 0) {
                byte[] piece = new byte[available];
                in.get(piece);
                data.append(new String(piece, StandardCharsets.ISO_8859_1));
                decoder.taken(available);
                available = decoder.available(in);
            }
        }
        String end = decoder.hasEnded() ? "ended" : decoder.isBroken() ? "broken" : "open";
        return data + " " + end + (decoder.isBroken() ? "" : " left=" + in.remaining());
    }

    private static String readChunked(String text) {
        String whole = read(BodyDecoder::beginChunked, text, text.length());
        for (int cut = 0; cut < text.length(); cut++) {
            assertEquals(whole, read(BodyDecoder::beginChunked, text, cut), "cut at " + cut);
        }
        return whole;
    }

    @Test
    void aBodyOfKnownLengthEndsWithIt() {
        assertEquals("hello ended left=4", read(framing -> framing.beginLength(5), "helloNEXT", 3));
        assertEquals("hel open left=0", read(framing -> framing.beginLength(5), "hel", 1));
        assertEquals(" ended left=4", read(framing -> framing.beginLength(0), "NEXT", 1));
    }

    @Test
    void chunksAreJoined() {
        assertEquals("hello world ended left=0", readChunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"));
        assertEquals("0123456789abcdef ended left=4", readChunked("10\r\n0123456789abcdef\r\n0\r\n\r\nNEXT"));
        assertEquals("ab ended left=0", readChunked("002\r\nab\r\n000\r\n\r\n"));
    }

    @Test
    void extensionsAndTrailersArePassedOver() {
        assertEquals(
                "hi ended left=2",
                readChunked("2;name=value;other=\"quoted\"\r\nhi\r\n0;last\r\nX-Sum: 1\r\nX-Other: 2\r\n\r\nGE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\nhi\r\n0\r\n\r\n",
                "x\r\nhi",
                "-2\r\nhi",
                "+2\r\nhi",
                "0x2\r\nhi",
                " 2\r\nhi",
                "2 \r\nhi",
                "2\nhi",
                "2\r\rhi",
                "2\r\nhixx",
                "2\r\nhi\n0",
                "2\r\nhi\r\r0",
                "2;a\nhi",
                "2;a\0\r\nhi",
                "1000000000000000\r\nhi",
                "ffffffffffffffff1\r\nhi",
                "0\r\nX: a\nY: b\r\n\r\n",
                "0\r\n\n",
                "0\r\nX: \0\r\n\r\n",
                "0\r\nX : a\r\n\r\n",
                "0\r\nX: a\r\n folded\r\n\r\n",
                "0\r\n: a\r\n\r\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\nX\r\n\r\n",
                "0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nX: a\r\ntransfer-encoding: chunked\r\n\r\n",
                "0\r\nHost: a\r\n\r\n",
            })
    void brokenChunksAreRefused(String text) {
        assertTrue(readChunked(text).endsWith("broken"), readChunked(text));
    }

    @Test
    void endlessExtensionsAndTrailersAreRefused() {
        String extension = "2;" + "a".repeat(5000);
        assertTrue(read(BodyDecoder::beginChunked, extension, 10).endsWith("broken"));
        String trailers = "0\r\n" + "X: a\r\n".repeat(2000);
        assertTrue(read(BodyDecoder::beginChunked, trailers, 10).endsWith("broken"));
    }

    @Test
    void extensionsMustComeToLittleBesideTheirData() {
        String small = ("1;" + "a".repeat(100) + "\r\nx\r\n").repeat(1000);
        assertTrue(read(BodyDecoder::beginChunked, small, 10).endsWith("broken"));
        String signed = "200;signature=" + "a".repeat(100) + "\r\n" + "x".repeat(512) + "\r\n";
        assertTrue(read(BodyDecoder::beginChunked, signed.repeat(1000) + "0\r\n\r\n", 10)
                .endsWith("ended left=0"));
    }

    @Test
    void longTrailerNamesAreNotTakenForOthers() {
        assertEquals(" ended left=0", readChunked("0\r\nTransfer-Encoding-Was: a\r\nHosts: b\r\n\r\n"));
    }

    @Test
    void aStreamThatEndsTooEarlyBreaksAllButABodyThatEndsSo() {
        BodyDecoder decoder = new BodyDecoder();
        decoder.beginLength(5);
        decoder.streamEnded();
        assertTrue(decoder.isBroken());
        decoder.beginChunked();
        decoder.streamEnded();
        assertTrue(decoder.isBroken());
        decoder.beginUntilClose();
        decoder.streamEnded();
        assertTrue(decoder.hasEnded());
    }

    @Test
    void seesTheEndBehindTheDataAndNeverWhereThereIsNone() {
        BodyDecoder decoder = new BodyDecoder();
        decoder.beginChunked();
        ByteBuffer in = ByteBuffer.wrap("2\r\nhi\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(2, decoder.available(in));
        assertTrue(decoder.endsBehind(in, 2));
        assertFalse(decoder.endsBehind(in.limit(in.limit() - 1), 2));
        decoder.beginLength(3);
        assertFalse(decoder.endsBehind(in, 2));
    }
}
