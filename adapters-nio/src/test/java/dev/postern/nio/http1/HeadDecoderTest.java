package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.FailureMapping;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.IncomingRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeadDecoderTest {
    private static final String GOOD = String.join(
            "\r\n",
            "POST /a/b?c=d HTTP/1.1",
            "Host: Example.COM:8080",
            "X-Empty:",
            "X-Spaces: \t two words \t",
            "Content-Length: 12",
            "Connection: close, X-Other",
            "",
            "");

    /** Feeds a head in pieces and tells what became of it: its facts, or the status that refuses it. */
    private static String read(String head, int... cuts) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 16);
        AtomicReference<Http1Request> made = new AtomicReference<>();
        HeadDecoder decoder = new HeadDecoder(line -> made.get().readStartLine(line), 8192, 50);
        Http1Request request = new Http1Request(decoder.fields(), decoder.facts());
        made.set(request);
        buffer.limit(0);
        decoder.begin(buffer);
        int fed = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int next = i == cuts.length ? bytes.length : cuts[i];
            buffer.limit(next).position(0);
            buffer.put(fed, bytes, fed, next - fed);
            fed = next;
            switch (decoder.decode(buffer)) {
                case NEEDS_MORE -> {}
                case FAULTY -> {
                    return status(decoder.fault());
                }
                case COMPLETE -> {
                    HeadFault fault = request.complete();
                    return fault == null ? describe(request, decoder) : status(fault);
                }
            }
        }
        return "incomplete";
    }

    private static String status(HeadFault fault) {
        return Integer.toString(FailureMapping.status(fault.kind()));
    }

    private static String describe(Http1Request request, HeadDecoder decoder) {
        StringBuilder text = new StringBuilder();
        text.append(request.method())
                .append(' ')
                .append(request.host())
                .append(' ')
                .append(request.port());
        text.append(' ')
                .append(request.path())
                .append(request.hasQuery() ? "?" : "")
                .append(request.query());
        text.append(" body=").append(request.bodyLength());
        text.append(decoder.facts().keepsAlive(request.isHttp10()) ? " keep" : " close");
        Slice name = new Slice();
        Slice value = new Slice();
        for (int i = 0; i < request.headers().size(); i++) {
            request.headers().name(i, name);
            request.headers().value(i, value);
            text.append('|').append(name).append('=').append(value);
        }
        return text.toString();
    }

    @Test
    void readsAHeadAsSlices() {
        assertEquals(
                "POST example.com 8080 /a/b?c=d body=12 close|Host=Example.COM:8080|X-Empty=|X-Spaces=two words"
                        + "|Content-Length=12|Connection=close, X-Other",
                read(GOOD));
    }

    @Test
    void readsTheSameByteByByteAndCutAnywhere() {
        String whole = read(GOOD);
        int[] everyByte = new int[GOOD.length() - 1];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = i + 1;
            assertEquals(whole, read(GOOD, i + 1), "cut at " + (i + 1));
        }
        assertEquals(whole, read(GOOD, everyByte));
    }

    @Test
    void refusesTheSameByteByByteAndCutAnywhere() {
        refusals().forEach(each -> {
            String head = (String) Objects.requireNonNull(each.get()[1]);
            String whole = read(head);
            for (int cut = 1; cut < head.length(); cut++) {
                assertEquals(whole, read(head, cut), head + " cut at " + cut);
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refuses(String name, String head, String status) {
        assertEquals(status, read(head), name);
    }

    static Stream<Arguments> refusals() {
        String host = "Host: a\r\n";
        return Stream.of(
                Arguments.of("bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", "400"),
                Arguments.of("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", "400"),
                Arguments.of("bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", "400"),
                Arguments.of("bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", "400"),
                Arguments.of("NUL in a value", "GET / HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n", "400"),
                Arguments.of("DEL in a value", "GET / HTTP/1.1\r\n" + host + "X: a\u007fb\r\n\r\n", "400"),
                Arguments.of("NUL in the target", "GET /a\0 HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
                Arguments.of("tab before the colon", "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", "400"),
                Arguments.of("empty name", "GET / HTTP/1.1\r\n" + host + ": a\r\n\r\n", "400"),
                Arguments.of("no colon", "GET / HTTP/1.1\r\n" + host + "nonsense\r\n\r\n", "400"),
                Arguments.of("bracket in a name", "GET / HTTP/1.1\r\n" + host + "X[0]: a\r\n\r\n", "400"),
                Arguments.of("folded value", "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n", "400"),
                Arguments.of("fold before the first field", "GET / HTTP/1.1\r\n " + host + "\r\n", "400"),
                Arguments.of("two spaces after the method", "GET  / HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("two spaces before the version", "GET /  HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("tab for a space", "GET\t/ HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("space behind the version", "GET / HTTP/1.1 \r\n" + host + "\r\n", "400"),
                Arguments.of("space before the method", " GET / HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("no target", "GET HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("no version", "GET /\r\n" + host + "\r\n", "400"),
                Arguments.of("lower-case version", "GET / http/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("two-digit version", "GET / HTTP/1.10\r\n" + host + "\r\n", "400"),
                Arguments.of("HTTP/2.0", "GET / HTTP/2.0\r\n" + host + "\r\n", "505"),
                Arguments.of("HTTP/1.2", "GET / HTTP/1.2\r\n" + host + "\r\n", "505"),
                Arguments.of("HTTP/0.9", "GET / HTTP/0.9\r\n" + host + "\r\n", "505"),
                Arguments.of("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("no Host", "GET / HTTP/1.1\r\n\r\n", "400"),
                Arguments.of("two Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", "400"),
                Arguments.of("Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400"),
                Arguments.of("Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"),
                Arguments.of("Host with an at sign", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "400"),
                Arguments.of("Host with a bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", "400"),
                Arguments.of("Host with a port too large", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", "400"),
                Arguments.of("Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "400"),
                Arguments.of("signed length", length("+5"), "400"),
                Arguments.of("negative length", length("-5"), "400"),
                Arguments.of("empty length", length(""), "400"),
                Arguments.of("length with letters", length("5x"), "400"),
                Arguments.of("hexadecimal length", length("0x5"), "400"),
                Arguments.of("list of lengths", length("5, 5"), "400"),
                Arguments.of("length that overflows", length("99999999999999999999"), "400"),
                Arguments.of("two equal lengths", length("5\r\nContent-Length: 5"), "400"),
                Arguments.of("two differing lengths", length("5\r\nContent-Length: 6"), "400"),
                Arguments.of("length and chunked", length("5\r\nTransfer-Encoding: chunked"), "400"),
                Arguments.of("chunked and length", coding("chunked\r\nContent-Length: 5"), "400"),
                Arguments.of("gzip, chunked", coding("gzip, chunked"), "400"),
                Arguments.of("chunked, gzip", coding("chunked, gzip"), "400"),
                Arguments.of("chunked, chunked", coding("chunked, chunked"), "400"),
                Arguments.of("chunked twice", coding("chunked\r\nTransfer-Encoding: chunked"), "400"),
                Arguments.of("identity", coding("identity"), "400"),
                Arguments.of("xchunked", coding("xchunked"), "400"),
                Arguments.of("quoted chunked", coding("\"chunked\""), "400"),
                Arguments.of("chunked with a parameter", coding("chunked;q=1"), "400"),
                Arguments.of("empty coding", coding(""), "400"),
                Arguments.of("vertical tab in the coding", coding("\u000bchunked"), "400"),
                Arguments.of(
                        "HTTP/1.0 with a coding",
                        "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n",
                        "400"),
                Arguments.of("CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + host + "\r\n", "501"),
                Arguments.of("asterisk with GET", "GET * HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("target without a slash", "GET a HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("unknown scheme", "GET ftp://a/ HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("absolute target without host", "GET http:///x HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("path that climbs out", "GET /../x HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("encoded climb", "GET /a/%2e%2e/%2e%2e/x HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("bad escape", "GET /%zz HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("fragment", "GET /a#b HTTP/1.1\r\n" + host + "\r\n", "400"),
                Arguments.of("long target", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + host + "\r\n", "414"),
                Arguments.of("long field", "GET / HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n", "431"),
                Arguments.of("many fields", "GET / HTTP/1.1\r\n" + "X: a\r\n".repeat(51) + "\r\n", "431"));
    }

    private static String length(String value) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + value + "\r\n\r\n";
    }

    private static String coding(String value) {
        return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + value + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, a, a, 80, /",
        "GET / HTTP/1.1, A.Example., a.example, 80, /",
        "GET / HTTP/1.1, a:, a, 80, /",
        "GET / HTTP/1.1, [::1]:81, ::1, 81, /",
        "GET http://B.example:9/x?y HTTP/1.1, a, b.example, 9, /x",
        "GET HTTPS://b HTTP/1.1, a, b, 80, /",
        "OPTIONS * HTTP/1.1, a, a, 80, *",
        "GET /a/./b/../c HTTP/1.1, a, a, 80, /a/c",
        "GET /%7Eme/%2f HTTP/1.1, a, a, 80, /~me/%2F",
        "GET //x HTTP/1.1, a, a, 80, //x",
    })
    void findsHostPortAndPath(String line, String hostField, String host, int port, String path) {
        IncomingRequest request = request(line + "\r\nHost: " + hostField + "\r\n\r\n");
        assertEquals(host, request.host().text());
        assertEquals(port, request.port());
        assertEquals(path, request.path().text());
    }

    private static IncomingRequest request(String head) {
        return assertInstanceOf(WrittenRequest.Read.class, WrittenRequest.read(head))
                .request();
    }

    @Test
    void letsOneEmptyLineBeforeARequestPass() {
        assertEquals(
                "/", request("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").path().text());
    }

    @Test
    void anOldClientNeedsNoHost() {
        IncomingRequest request = request("GET / HTTP/1.0\r\n\r\n");
        assertEquals("", request.host().text());
        assertEquals(BodyLength.NONE, request.bodyLength());
    }

    @Test
    void aHeadThatDoesNotEndIsRefused() {
        assertEquals(
                FailureKind.BAD_REQUEST,
                assertInstanceOf(WrittenRequest.Refused.class, WrittenRequest.read("GET / HTTP/1.1\r\n"))
                        .kind());
    }
}
