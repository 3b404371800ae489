package dev.postern.domain.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::1, 2001:db8::1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "64:ff9b::10.0.0.1, 64:ff9b::a00:1",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::FFFF:a00:1, 10.0.0.1",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "fe80::ffff:1, fe80::ffff:1"
    })
    void readsAndWritesAddresses(String text, String written) {
        byte[] bytes = new byte[16];
        int length = IpText.parse(Slice.of(text), bytes);
        ByteBuilder out = new ByteBuilder(4);
        IpText.append(new Slice().set(bytes, 0, length), out);
        assertEquals(written, out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.-4",
                "1.2.3.4a",
                "0x7f.0.0.1",
                "1e1.1.1.1",
                ":",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8:",
                "::1::",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4.5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:1",
                "localhost",
                "1.2.3.4:80",
                "::1.2.3.256",
                "::01.2.3.4"
            })
    void knowsWhatIsNoAddress(String text) {
        assertEquals(-1, IpText.parse(Slice.of(text), new byte[16]));
    }

    @Property
    void writesWhatItReadsAndWhatTheJdkReads(@ForAll @Size(16) byte[] bytes, @ForAll @Size(8) boolean[] zeros)
            throws UnknownHostException {
        for (int i = 0; i < 8; i++) {
            if (zeros[i]) {
                bytes[i * 2] = 0;
                bytes[i * 2 + 1] = 0;
            }
        }
        ByteBuilder out = new ByteBuilder(4);
        IpText.append(new Slice().set(bytes, 0, 16), out);
        byte[] back = new byte[16];
        int length = IpText.parse(out.slice(0, new Slice()), back);
        byte[] expected = InetAddress.getByAddress(bytes).getAddress();
        assertArrayEquals(expected, Arrays.copyOf(back, length));
        assertArrayEquals(expected, InetAddress.ofLiteral(out.toString()).getAddress());
    }
}
