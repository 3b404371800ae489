package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.Size;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit of the configuration, and what the client is told when it is passed. */
class LimitsTest extends ProxyTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static HttpConfig limits(long maxBody, int maxRequests) {
        return new HttpConfig(new Size(1024), 8, new Size(maxBody), SHORT, LONG, SHORT, maxRequests);
    }

    private Backend silent() throws IOException {
        return backend(new Backend(Peer::rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a field name with a space | 400 | http_request_error | GET /a HTTP/1.1~Host : x~~",
                "half a head               | 408 | http_request_error | GET /a HT",
                "half a body               | 408 | http_request_error | POST /a HTTP/1.1~Host: x~Content-Length: 9~~1234",
                "half a chunk              | 408 | http_request_error | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~5~12",
                "a length above            | 413 | http_request_error | POST /a HTTP/1.1~Host: x~Content-Length: 11~~12345678901",
                "a length above, expecting | 413 | http_request_error | POST /a HTTP/1.1~Host: x~Expect: 100-continue~Content-Length: 11~~",
                "a chunk above             | 413 | http_request_error | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~b~12345678901~0~~",
                "chunks above              | 413 | http_request_error | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~~6~123456~6~123456~0~~",
                "above the route's own     | 413 | http_request_error | POST /small HTTP/1.1~Host: x~Content-Length: 4~~1234",
                "a long target             | 414 | http_request_error | GET /LONG HTTP/1.1~Host: x~~",
                "a large head              | 431 | http_request_error | GET /a HTTP/1.1~Host: x~A: LONG~~",
                "many fields               | 431 | http_request_error | GET /a HTTP/1.1~Host: x~A: 1~A: 2~A: 3~A: 4~A: 5~A: 6~A: 7~A: 8~~",
                "a connect that is refused | 502 | connection_refused | GET /refusing HTTP/1.1~Host: x~~",
                "no answer                 | 504 | http_response_timeout | GET /a HTTP/1.1~Host: x~~",
                "no answer for the route   | 504 | http_response_timeout | GET /quick HTTP/1.1~Host: x~~",
                "another version           | 505 | http_request_error | GET /a HTTP/2.0~Host: x~~",
            })
    void tellsWhichLimitWasPassed(String what, int status, String error, String request) throws IOException {
        apply(new TestConfig()
                .limits(limits(10, 0))
                .http("web", 0)
                .responseTimeout(Duration.ofSeconds(1))
                .forward("/a", "up")
                .upstream("up", silent().port())
                .forward("/refusing", "nobody")
                .upstream("nobody", nobody())
                .routeMaxBody(3)
                .forward("/small", "up")
                .responseTimeout(LONG)
                .upstream("slow", silent().port())
                .routeTimeout(SHORT)
                .forward("/quick", "slow"));
        Peer client = client().send(request.replace("~", "\r\n").replace("LONG", "x".repeat(6000)));
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 " + status + " "), what + ": " + head);
        assertTrue(head.contains("Proxy-Status: postern; error=" + error + "\r\n"), what + ": " + head);
    }

    @Test
    void whatIsTooLargeByItsLengthNeverReachesAnEndpoint() throws IOException {
        Backend backend = silent();
        apply(new TestConfig()
                .limits(limits(10, 0))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n")
                .head();
        assertEquals(0, backend.accepted());
    }

    @Test
    void aBodyAtTheLimitPassesAndARouteMayAllowMore() throws IOException {
        Backend backend = backend(new Backend(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                client.read(head.contains("Content-Length: 10") ? 10 : 20);
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }));
        apply(new TestConfig()
                .limits(limits(10, 0))
                .http("web", 0)
                .forward("/a", "up")
                .routeMaxBody(20)
                .forward("/more", "up")
                .upstream("up", backend.port()));
        Peer client = client();
        String head = client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1234567890")
                .head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        head = client.send("POST /more HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n12345678901234567890")
                .head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    }

    @Test
    void aChunkedBodyThatGrowsTooLargeIsTakenBackFromTheEndpoint() throws IOException {
        AtomicInteger cut = new AtomicInteger();
        Backend backend = backend(new Backend(client -> {
            client.head();
            String body = client.rest();
            assertFalse(body.endsWith("0\r\n\r\n"), "not ended as if it were whole");
            cut.incrementAndGet();
        }));
        apply(new TestConfig()
                .limits(new HttpConfig(new Size(1024), 8, new Size(10), LONG, LONG, LONG, 0))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n");
        eventually("the first part is there", () -> backend.accepted() == 1);
        client.send("6\r\n123456\r\n0\r\n\r\n");
        assertTrue(client.head().startsWith("HTTP/1.1 413 "));
        eventually("the endpoint's connection is cut", () -> cut.get() == 1);
    }

    @Test
    void aConnectionServesSoManyRequestsAndSaysWhichIsTheLast() throws IOException {
        apply(new TestConfig().limits(limits(0, 2)).http("web", 0).respond("/a", "abc"));
        Peer client = client();
        assertFalse(client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").head().contains("Connection: close"));
        client.read(3);
        assertTrue(client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").head().contains("Connection: close"));
        assertEquals("abc", client.rest());
    }

    @Test
    void anOwnAnswerLargerThanASocketTakesArrivesWhole() throws IOException {
        String large = "x".repeat(8_000_000);
        apply(new TestConfig().http("web", 0).respond("/a", large));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        assertEquals(large, client.read(large.length()));
        client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        assertEquals(large.length(), client.read(large.length()).length());
    }
}
