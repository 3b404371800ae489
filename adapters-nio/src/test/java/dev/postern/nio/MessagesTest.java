package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old clients, answers without a body, pipelines, dates, and events that must not wait for each other. */
class MessagesTest extends ProxyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    @Override
    void serve(Backend backend) {
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .respond("/own", "mine")
                .upstream("up", backend.port()));
    }

    @Test
    void anOldClientKeepsItsConnectionWhereItAsksForItAloud() throws IOException {
        serve(backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            String head = client.send("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                    .head();
            assertTrue(head.contains("Connection: keep-alive\r\n"), head);
            assertEquals("hi", client.read(2));
        }
        String last = client.send("GET /a HTTP/1.0\r\n\r\n").rest();
        assertTrue(last.contains("Connection: close\r\n") && last.endsWith("hi"), last);
    }

    @Test
    void anOldClientThatWantedToStayIsToldWhereABodyEndsWithTheConnection() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.0 200 OK\r\n\r\nhello");
        })));
        String answer = client().send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                .rest();
        assertTrue(answer.contains("Connection: close\r\n") && answer.endsWith("\r\n\r\nhello"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nETag: a\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void whatHasNoBodyLeavesBothConnectionsInUse(String response) throws IOException {
        Backend backend = backend(Backend.answering(response));
        serve(backend);
        Peer client = client();
        for (int i = 0; i < 4; i++) {
            String head = client.send(GET).head();
            assertTrue(head.startsWith(response.substring(0, 12)), head);
            assertFalse(head.contains("chunked"), head);
        }
        assertEquals(1, backend.accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n", ""})
    void anAnswerToHeadEndsWithItsHeadWhateverItAnnounces(String framing) throws IOException {
        Backend backend = backend(Backend.answering("HTTP/1.1 200 OK\r\n" + framing + "\r\n"));
        serve(backend);
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            String head = client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").head();
            assertEquals(framing.startsWith("Content-Length"), head.contains("Content-Length: 100\r\n"), head);
        }
        String own = client.send("HEAD /own HTTP/1.1\r\nHost: x\r\n\r\n").head();
        assertTrue(own.contains("Content-Length: 4\r\n"), own);
        client.send("HEAD /none HTTP/1.1\r\nHost: x\r\n\r\n").head();
        assertTrue(client.send("GET /own HTTP/1.1\r\nHost: x\r\n\r\n").head().startsWith("HTTP/1.1 200 "));
        assertEquals("mine", client.read(4));
        assertEquals(1, backend.accepted());
    }

    @Test
    void aPipelineIsAnsweredInItsOrderWhateverTheAnswers() throws IOException {
        serve(backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                if (head.startsWith("GET /a/broken ")) {
                    client.send("nonsense\r\n\r\n");
                    return;
                }
                client.send(
                        head.startsWith("GET /a/chunked ")
                                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n"
                                : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nl");
                head = client.head();
            }
        })));
        String[] paths = {"/a/length", "/own", "/a/broken", "/none", "/a/chunked", "/own", "/a/length"};
        String[] starts = {"200", "200", "502", "404", "200", "200", "200"};
        StringBuilder all = new StringBuilder();
        for (String path : paths) {
            all.append("GET ").append(path).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        Peer client = client().send(all.toString());
        for (int i = 0; i < paths.length; i++) {
            String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 " + starts[i]), paths[i] + ": " + head);
            String body = head.contains("chunked") ? client.read(11) : client.body(head);
            switch (paths[i]) {
                case "/a/length" -> assertEquals("l", body);
                case "/a/chunked" -> assertEquals("1\r\nc\r\n0\r\n\r\n", body);
                case "/own" -> assertEquals("mine", body);
                default -> assertTrue(body.startsWith(starts[i]), body);
            }
        }
    }

    @Test
    void aPipelineEndsAtTheFirstRequestThatCantBeRead() throws IOException {
        serve(backend(Backend.echo()));
        String own = "GET /own HTTP/1.1\r\nHost: x\r\n\r\n";
        String answers =
                client().send(own + "GET / HTTP/1.1\r\nHost : x\r\n\r\n" + own).rest();
        assertTrue(answers.startsWith("HTTP/1.1 200 "), answers);
        assertEquals(1, answers.split("HTTP/1.1 400 ", -1).length - 1);
        assertEquals(1, answers.split("HTTP/1.1 200 ", -1).length - 1);
    }

    @Test
    void requestsWithBodiesArePipelinedToo() throws IOException {
        serve(backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                String body = head.contains("chunked") ? client.readThrough("0\r\n\r\n") : client.body(head);
                client.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                head = client.head();
            }
        })));
        String lengthened = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        String chunked = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        Peer client = client().send((lengthened + chunked + GET.replace("/a", "/own")).repeat(50));
        for (int i = 0; i < 50; i++) {
            assertEquals("abc", client.body(client.head()));
            assertEquals("2\r\nhi\r\n0\r\n\r\n", client.body(client.head()));
            assertEquals("mine", client.body(client.head()));
        }
    }

    @Test
    void ourAnswersAndThoseThatLackItCarryTheDate() throws IOException {
        serve(backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")));
        Peer client = client();
        for (String path : new String[] {"/own", "/none", "/a"}) {
            String head =
                    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").head();
            client.body(head);
            String date = head.replaceAll("(?s).*\r\nDate: ([^\r]*)\r\n.*", "$1");
            ZonedDateTime told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            assertTrue(
                    Duration.between(told, ZonedDateTime.now(ZoneOffset.UTC))
                                    .abs()
                                    .toMinutes()
                            < 5,
                    head);
            assertEquals(29, date.length());
        }
    }

    @Test
    void anUpstreamsDateStays() throws IOException {
        String date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
        serve(backend(Backend.answering("HTTP/1.1 200 OK\r\n" + date + "Content-Length: 0\r\n\r\n")));
        String head = client().send(GET).head();
        assertTrue(head.contains(date), head);
        assertFalse(head.contains("Date: "), head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "until close"})
    void eachEventArrivesBeforeTheNextIsSent(String framing) throws Exception {
        CountDownLatch[] heard = new CountDownLatch[10];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = new CountDownLatch(1);
        }
        boolean chunked = framing.equals("chunked");
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                    + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n"));
            for (int i = 0; i < heard.length; i++) {
                client.send(chunked ? "9\r\ndata: " + i + "\n\n\r\n" : "data: " + i + "\n\n");
                await(heard[i]);
            }
            client.send(chunked ? "0\r\n\r\n" : "");
        })));
        Peer client = client().send(GET);
        client.head();
        for (int i = 0; i < heard.length; i++) {
            assertTrue(client.readThrough("\n\n\r\n").endsWith("data: " + i + "\n\n\r\n"));
            heard[i].countDown();
        }
        assertEquals("0\r\n\r\n", client.read(5));
    }

    @Test
    void aHeadWithoutABodyYetArrivesAtOnceAndALongPollHoldsNoBuffersButItsHeads() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
            await(goOn);
            client.send("news");
        })));
        Peer client = client().send(GET);
        assertTrue(client.head().startsWith("HTTP/1.1 200 "));
        assertTrue(transport.buffersOnLoan() <= 2, "the two heads");
        goOn.countDown();
        assertEquals("news", client.read(4));
    }

    @Test
    void anOwnAnswerLargerThanTheSocketTakesIsWhole() throws IOException {
        String large = "0123456789".repeat(1_000_000);
        apply(new TestConfig().http("web", 0).respond("/own", large));
        Peer client = client().send("GET /own HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2));
        for (int i = 0; i < 2; i++) {
            assertEquals(large, client.body(client.head()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
