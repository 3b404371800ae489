package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are no path, and how far a request may go. */
class TargetsTest extends ProxyTest {
    private void serve(String prefix) throws IOException {
        Backend echo = backend(Backend.echo());
        apply(new TestConfig().http("web", 0).forward(prefix, "up").upstream("up", echo.port()));
    }

    private String forwarded(String request) throws IOException {
        Peer client = client().send(request);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        return client.readThrough("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT a.example:443", "CONNECT /a", "CONNECT http://a/"})
    void connectIsRefusedWithItsReasonWhateverIsRouted(String line) throws IOException {
        serve("");
        String answer = client().send(line + " HTTP/1.1\r\nHost: a.example:443\r\n\r\nbytes")
                .rest();
        assertTrue(answer.startsWith("HTTP/1.1 501 Not Implemented\r\n"), answer);
        assertTrue(answer.contains("Proxy-Status: postern; error=http_request_denied\r\n"), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
    }

    @Test
    void anAsteriskIsForwardedByARouteThatNamesNoPath() throws IOException {
        serve("");
        assertTrue(forwarded("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("OPTIONS * HTTP/1.1\r\nHost: x\r\n"));
    }

    @Test
    void anAsteriskIsNoPathAndBelowNoPrefix() throws IOException {
        serve("/");
        String head = client().send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").head();
        assertTrue(head.startsWith("HTTP/1.1 404 "), head);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPTIONS | 1           | 0",
                "OPTIONS | 10          | 9",
                "TRACE   | 007         | 6",
                "OPTIONS | 99999999999 | 999999",
                "GET     | 5           | 5",
                "GET     | 0           | 0",
                "OPTIONS | many        | many",
            })
    void aRequestMayGoOnAsOftenAsItSays(String method, String given, String sent) throws IOException {
        serve("/a");
        String seen = forwarded(method + " /a HTTP/1.1\r\nHost: x\r\nMax-Forwards: " + given + "\r\n\r\n");
        assertTrue(seen.contains("Max-Forwards: " + sent + "\r\n"), seen);
    }

    @Test
    void weAnswerOurselvesWhatMayNotGoOn() throws IOException {
        serve("/a");
        Peer client = client();
        for (int i = 0; i < 2; i++) {
            String head = client.send("OPTIONS /a HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n")
                    .head();
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("Content-Length: 0\r\n"), head);
        }
        String head = client.send("TRACE /a HTTP/1.1\r\nHost: x\r\nCookie: secret\r\nMax-Forwards: 0\r\n\r\n")
                .head();
        assertTrue(head.startsWith("HTTP/1.1 501 "), head);
    }

    @Test
    void theAuthorityOfAnAbsoluteTargetTakesThePlaceOfHost() throws IOException {
        serve("/a");
        String seen = forwarded("GET http://www.Example:81/a?b HTTP/1.1\r\nHost: other\r\n\r\n");
        assertTrue(seen.startsWith("GET /a?b HTTP/1.1\r\nHost: www.Example:81\r\n"), seen);
        assertFalse(seen.contains("other"), seen);
    }

    @Test
    void anOldClientNeedsNoHost() throws IOException {
        serve("/a");
        assertTrue(forwarded("GET /a HTTP/1.0\r\n\r\n").startsWith("GET /a HTTP/1.1\r\nHost: \r\n"));
    }

    @Test
    void thePathOfAnAbsoluteTargetMayBeMissing() throws IOException {
        serve("/");
        assertEquals(
                "GET / HTTP/1.1",
                forwarded("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n").split("\r\n")[0]);
        assertEquals(
                "GET /?q HTTP/1.1",
                forwarded("GET http://x?q HTTP/1.1\r\nHost: x\r\n\r\n").split("\r\n")[0]);
    }
}
