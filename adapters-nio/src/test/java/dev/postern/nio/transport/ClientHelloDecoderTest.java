package dev.postern.nio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.nio.transport.ClientHelloDecoder.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloDecoderTest {
    private static final byte[] NOTHING = {};

    static Stream<Arguments> hellos() {
        byte[] ticket = Hello.extension(35, new byte[8000]);
        return Stream.of(
                Arguments.of("db.example.com", Hello.of("db.example.com", "TLSv1.3")),
                Arguments.of("db.example.com", Hello.of("db.example.com", "TLSv1.2")),
                Arguments.of("db.example.com", Hello.of("DB.Example.COM", "TLSv1.3", "TLSv1.2")),
                Arguments.of("", Hello.of("", "TLSv1.3", "TLSv1.2")),
                Arguments.of("a.b", Hello.with(Hello.serverName("a.b."))),
                Arguments.of("a_b.c-d.e1", Hello.with(Hello.serverName("a_b.c-d.e1"))),
                Arguments.of("behind.ticket", Hello.with(ticket, Hello.serverName("behind.ticket"))),
                // Encrypted Client Hello: the outer name is the one that can be seen.
                Arguments.of(
                        "public.example",
                        Hello.with(Hello.serverName("public.example"), Hello.extension(0xfe0d, new byte[200]))),
                Arguments.of("", Hello.with()),
                Arguments.of("", Hello.with(Hello.extension(0, new byte[] {0, 0}))),
                Arguments.of("", withoutExtensions()));
    }

    private static byte[] withoutExtensions() {
        byte[] payload = Arrays.copyOfRange(Hello.with(), 5 + 4, Hello.with().length - 2);
        return Hello.record(Hello.message(payload));
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void findsTheNameHoweverTheBytesArrive(String name, byte[] hello) {
        for (int cut = 0; cut <= hello.length; cut++) {
            ClientHelloDecoder decoder = new ClientHelloDecoder();
            Progress first = decoder.decode(ByteBuffer.wrap(hello, 0, cut));
            assertEquals(cut == hello.length ? Progress.COMPLETE : Progress.NEEDS_MORE, first, "cut at " + cut);
            assertEquals(Progress.COMPLETE, decoder.decode(ByteBuffer.wrap(hello, cut, hello.length - cut)));
            assertEquals(name, decoder.serverName().text());
        }
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void findsTheNameByteByByteInRecordsOfAnySize(String name, byte[] hello) {
        for (int size : new int[] {1, 2, 3, 4, 5, 7, 100, 1000}) {
            ClientHelloDecoder decoder = new ClientHelloDecoder();
            Progress progress = Progress.NEEDS_MORE;
            byte[] records = Hello.inRecordsOf(size, hello);
            for (int i = 0; i < records.length; i++) {
                assertEquals(Progress.NEEDS_MORE, progress, "records of " + size);
                progress = decoder.decode(ByteBuffer.wrap(records, i, 1));
            }
            assertEquals(Progress.COMPLETE, progress, "records of " + size);
            assertEquals(name, decoder.serverName().text());
        }
    }

    @Test
    void looksAtNothingBehindTheHello() {
        byte[] hello = Hello.of("a.b", "TLSv1.3");
        ByteBuffer in = ByteBuffer.allocate(hello.length + 9)
                .put(hello)
                .put("\u0017\u0003\u0003early".getBytes(StandardCharsets.ISO_8859_1))
                .position(0);
        assertEquals(Progress.COMPLETE, new ClientHelloDecoder().decode(in));
        assertEquals(9, in.remaining());
    }

    @Test
    void doesNotMindTheVersionOfTheRecord() {
        for (byte minor = 0; minor <= 4; minor++) {
            byte[] hello = Hello.of("a.b", "TLSv1.2");
            hello[2] = minor;
            ClientHelloDecoder decoder = new ClientHelloDecoder();
            assertEquals(Progress.COMPLETE, decoder.decode(ByteBuffer.wrap(hello)));
            assertEquals("a.b", decoder.serverName().text());
        }
    }

    @Test
    void readsTheLongestMessageAndRefusesALongerOneBeforeItHasCome() {
        int rest = ClientHelloDecoder.LONGEST - (Hello.with().length - 5) - Hello.serverName("a.b").length - 4;
        byte[] longest = Hello.with(Hello.extension(21, new byte[rest]), Hello.serverName("a.b"));
        ClientHelloDecoder decoder = new ClientHelloDecoder();
        assertEquals(Progress.COMPLETE, decoder.decode(ByteBuffer.wrap(longest)));
        assertEquals("a.b", decoder.serverName().text());
        byte[] longer = Hello.with(Hello.extension(21, new byte[rest + 1]), Hello.serverName("a.b"));
        ByteBuffer begun = ByteBuffer.wrap(Hello.inRecordsOf(1000, longer), 0, 9);
        assertEquals(Progress.FAULTY, new ClientHelloDecoder().decode(begun));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "802e0100020015000000100100800300", // SSLv2
                "474554202f20485454502f312e31", // GET / HTTP/1.1
                "00", // a server that waits for another protocol
                "1503010002022a", // an alert
                "1602", // not TLS
                "1603010000", // an empty record
                "1603014001", // a record that is too long
                "160301000402", // a ServerHello
                "16030100040100" + "0000", // a hello of nothing
            })
    void knowsWhatIsNoHello(String bytes) {
        assertEquals(
                Progress.FAULTY,
                new ClientHelloDecoder().decode(ByteBuffer.wrap(HexFormat.of().parseHex(bytes))));
    }

    static Stream<byte[]> contradictions() {
        byte[] good = Hello.with(Hello.serverName("a.b"));
        byte[] longSession = good.clone();
        longSession[5 + 4 + 34] = (byte) 0xff;
        byte[] longCiphers = good.clone();
        longCiphers[5 + 4 + 35] = (byte) 0xff;
        byte[] shortExtensions = good.clone();
        shortExtensions[5 + 4 + 34 + 1 + 4 + 2 + 1]--;
        byte[] behind = Arrays.copyOf(Arrays.copyOfRange(good, 9, good.length), good.length - 8);
        return Stream.of(
                longSession,
                longCiphers,
                shortExtensions,
                Hello.record(Hello.message(behind)),
                Hello.with(Hello.serverName("")),
                Hello.with(Hello.serverName("a\0b")),
                Hello.with(Hello.serverName("a b")),
                Hello.with(Hello.serverName("\u00fc.example")),
                Hello.with(Hello.serverName("a".repeat(256))),
                Hello.with(Hello.serverName("a.b"), Hello.serverName("c.d")),
                Hello.with(Hello.extension(0, NOTHING)),
                Hello.with(Hello.extension(0, new byte[] {0, 4, 0, 0, 1})),
                Hello.with(Hello.extension(0, new byte[] {0, 3, 0, 0, 9})),
                Hello.with(Hello.extension(0, new byte[] {0, 1, 0})),
                Hello.with(new byte[] {0, 0, 0, 9, 0}),
                Hello.with(new byte[] {0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void findsNoNameInAHelloThatContradictsItself(byte[] hello) {
        assertEquals(Progress.FAULTY, new ClientHelloDecoder().decode(ByteBuffer.wrap(hello)));
    }

    @Test
    void noByteThatIsTurnedMakesItFail() {
        byte[] hello = Hello.of("db.example.com", "TLSv1.3", "TLSv1.2");
        for (int i = 0; i < hello.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] turned = hello.clone();
                turned[i] ^= (byte) (1 << bit);
                ClientHelloDecoder decoder = new ClientHelloDecoder();
                decoder.decode(ByteBuffer.wrap(turned));
                assertTrue(decoder.serverName().length() <= 255);
            }
        }
    }
}
