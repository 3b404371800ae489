package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.domain.config.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of value: what it takes, what it becomes, and what it doesn't take. */
class ScalarTypesTest {
    private static String parsed(ScalarType type, String text) throws BadValueException {
        return type.parse(text).toString();
    }

    private static void refuses(ScalarType type, String text) {
        assertThrows(BadValueException.class, () -> type.parse(text), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0s, PT0S",
        "250ms, PT0.25S",
        "5s, PT5S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        "90s, PT1M30S",
        "1h2m3s4ms, PT1H2M3.004S",
        "1h5ms, PT1H0.005S",
        "8760h, PT8760H",
        "007s, PT7S"
    })
    void readsDurations(String text, String expected) throws BadValueException {
        assertEquals(expected, parsed(new Durations(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "5",
                "00",
                "-1s",
                "+1s",
                "1.5s",
                "1,5s",
                "1S",
                "1H",
                "1m1m",
                "1s1m",
                "1ms1s",
                "5s ",
                " 5s",
                "5 s",
                "1d",
                "8761h",
                "999999999999h",
                "99999999999999999999s",
                "525600m1ms",
                "٣s",
                "1e3s",
                "0x1s",
                "5s\n",
                "PT5S"
            })
    void refusesOtherDurations(String text) {
        refuses(new Durations(), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0B, 0",
        "1B, 1B",
        "512B, 512B",
        "1024B, 1KiB",
        "16KiB, 16KiB",
        "1MiB, 1MiB",
        "2048MiB, 2GiB",
        "1TiB, 1TiB",
        "1024TiB, 1024TiB"
    })
    void readsSizes(String text, String expected) throws BadValueException {
        assertEquals(expected, parsed(new Sizes(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "B",
                "1b",
                "1K",
                "1k",
                "1KB",
                "1kb",
                "1kib",
                "1KIB",
                "1MB",
                "1.5MiB",
                "-1B",
                "+1B",
                "1 B",
                "1B ",
                "1025TiB",
                "9999999999999999B",
                "999999999999999TiB",
                "1PiB",
                "1e3B",
                "٣B"
            })
    void refusesOtherSizes(String text) {
        refuses(new Sizes(), text);
    }

    @ParameterizedTest
    @CsvSource({
        "10k, write 10KiB",
        "10K, write 10KiB",
        "1MB, write 1MiB",
        "1m, write 1MiB",
        "1.5MiB, write 1536KiB",
        "2 GiB, write 2GiB",
        "100, a unit is missing: write 100B",
        "2048, a unit is missing: write 2KiB",
        "0.3MiB, ''",
        "lots, ''",
        "1PB, ''"
    })
    void saysHowASizeIsWritten(String text, String hint) {
        BadValueException refused = assertThrows(BadValueException.class, () -> new Sizes().parse(text));
        assertEquals(hint, refused.hint());
    }

    @ParameterizedTest
    @CsvSource({
        "1.5s, write 1500ms",
        "0.5h, write 30m",
        "1.25m, write 75s",
        "1.0005s, ''",
        "1d, write 24h",
        "2 weeks, write 336h",
        "3min, write 3m",
        "10 ms, write it without spaces",
        "30, a unit is missing: write 30s or 30ms"
    })
    void saysHowADurationIsWritten(String text, String hint) {
        BadValueException refused = assertThrows(BadValueException.class, () -> new Durations().parse(text));
        assertEquals(hint, refused.hint());
    }

    @ParameterizedTest
    @CsvSource({
        "host:80, host, 80",
        ":8080, '', 8080",
        "a.b-c.example.com:65535, a.b-c.example.com, 65535",
        "127.0.0.1:0, 127.0.0.1, 0",
        "[::1]:443, ::1, 443",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80",
        "[::ffff:1.2.3.4]:1, ::ffff:1.2.3.4, 1",
        "unix:/run/a b:c.sock, /run/a b:c.sock, -1",
        "my_service:80, my_service, 80",
        "example.com.:80, example.com., 80",
        "1a:80, 1a, 80"
    })
    void readsAddresses(String text, String host, int port) throws BadValueException {
        assertEquals(new Address(host, port), new Addresses().parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "8080",
                "host:",
                "host:http",
                "host:-1",
                "host:65536",
                "host:080",
                "host:99999999999",
                "host: 80",
                "host :80",
                "::1",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[::1",
                "[]:80",
                "[host]:80",
                "[1.2.3.4]:80",
                "[::1%]:80",
                "[::1]:80:80",
                "http://a:80",
                "a/b:80",
                "-a:80",
                "a-:80",
                "a..b:80",
                ".a:80",
                "*:80",
                "1.2.3:80",
                "1.2.3.256:80",
                "01.2.3.4:80",
                "unix:",
                "unix:a",
                "unix://"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "unix:/a\0b",
                "hö:80",
                "user@host:80"
            })
    void refusesOtherAddresses(String text) {
        refuses(new Addresses(), text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.0.2.1, 192.0.2.1/32",
        "192.0.2.1/32, 192.0.2.1/32",
        "10.128.0.0/9, 10.128.0.0/9",
        "::/0, 0:0:0:0:0:0:0:0/0",
        "::1, 0:0:0:0:0:0:0:1/128",
        "fd00::/8, fd00:0:0:0:0:0:0:0/8",
        "2001:db8::/33, 2001:db8:0:0:0:0:0:0/33",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8/128",
        "64:ff9b::1.2.3.4, 64:ff9b:0:0:0:0:102:304/128",
        "1::, 1:0:0:0:0:0:0:0/128",
        "FD00::ABCD, fd00:0:0:0:0:0:0:abcd/128"
    })
    void readsNetworks(String text, String expected) throws BadValueException {
        assertEquals(expected, parsed(new Networks(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.0.0/8",
                "10/8",
                "256.0.0.0",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.4 ",
                "localhost",
                "example.com/8",
                "[::1]",
                "::1/129",
                "fd00::1/8",
                ":::",
                ":",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8:9",
                "::g",
                "::12345",
                "::ffff:10.0.0.0/104",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7::8"
            })
    void refusesOtherNetworks(String text) {
        refuses(new Networks(), text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, 'bits are set beyond the prefix: write 10.0.0.0/8 for the network, 10.0.0.1 for the address'",
        "fd00::1/8, 'bits are set beyond the prefix: write fd00:0:0:0:0:0:0:0/8 for the network, fd00::1 for the address'",
        "example.com, names aren't looked up here"
    })
    void saysHowANetworkIsWritten(String text, String hint) {
        BadValueException refused = assertThrows(BadValueException.class, () -> new Networks().parse(text));
        assertEquals(hint, refused.hint());
    }

    @ParameterizedTest
    @CsvSource({"0%, 0%", "1%, 1%", "99%, 99%", "100%, 100%"})
    void readsPercents(String text, String expected) throws BadValueException {
        assertEquals(expected, parsed(new PlainValues.Share(), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "20", "101%", "-1%", "1.5%", "020%", "20 %", "20%%", "half"})
    void refusesOtherPercents(String text) {
        refuses(new PlainValues.Share(), text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-5, -5", "2147483647, 2147483647", "-2147483648, -2147483648"})
    void readsWholeNumbers(String text, int expected) throws BadValueException {
        assertEquals(expected, new PlainValues.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE).parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-01",
                "1_000",
                "0x10",
                "0o7",
                "1e3",
                "1.0",
                " 1",
                "1 ",
                "2147483648",
                "-2147483649",
                "99999999999999999999",
                "٣",
                "one"
            })
    void refusesOtherNumbers(String text) {
        refuses(new PlainValues.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), text);
    }

    @ParameterizedTest
    @CsvSource({"5, true", "4, false", "6, true", "10, true", "11, false"})
    void keepsBounds(String text, boolean within) throws BadValueException {
        PlainValues.Whole bounded = new PlainValues.Whole(5, 10);
        if (within) {
            assertEquals(Integer.parseInt(text), bounded.parse(text));
        } else {
            refuses(bounded, text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "TRUE", "yes", "no", "on", "off", "1", "0", "y", " true"})
    void takesOnlyTrueAndFalse(String text) throws BadValueException {
        assertEquals(true, new PlainValues.Truth().parse("true"));
        assertEquals(false, new PlainValues.Truth().parse("false"));
        refuses(new PlainValues.Truth(), text);
    }
}
