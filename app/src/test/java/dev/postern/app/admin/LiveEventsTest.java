package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveEventsTest {
    private final AtomicInteger asked = new AtomicInteger();

    private static CompletableFuture<String> watch(LiveEvents events, int most) throws RefusedException {
        Answer answer = events.answer(most);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                answer.stream().orElseThrow().writeTo(out);
                seen.complete(out.toString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                seen.completeExceptionally(e);
            }
        });
        return seen;
    }

    private static long count(String text) {
        return text.lines().filter("event: snapshot"::equals).count();
    }

    @Test
    void anEventIsMadeOnceForAllWhoLookOn() throws Exception {
        try (LiveEvents events = new LiveEvents(() -> "{\n\"n\" : " + asked.incrementAndGet() + "\n}\n")) {
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < LiveEvents.MOST_VIEWERS; i++) {
                all.add(watch(events, 2));
                int here = i + 1;
                AdminFixture.eventually(
                        "looks on",
                        () -> events.viewers() == here || all.getFirst().isDone());
            }
            for (CompletableFuture<String> each : all) {
                String text = each.get(30, TimeUnit.SECONDS);
                assertEquals(2, count(text), text);
                assertTrue(text.contains("event: snapshot\ndata: {\ndata: \"n\" : "), text);
                assertTrue(text.endsWith("data: }\n\n"), text);
            }
            assertTrue(asked.get() < LiveEvents.MOST_VIEWERS, () -> asked + " were made");
            AdminFixture.eventually("gone", () -> events.viewers() == 0);
        }
    }

    @Test
    void noMoreLookOnThanThereIsRoomFor() throws Exception {
        LiveEvents events = new LiveEvents(() -> "{}");
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < LiveEvents.MOST_VIEWERS; i++) {
            all.add(watch(events, 1000));
        }
        AdminFixture.eventually("full", () -> events.viewers() == LiveEvents.MOST_VIEWERS);
        assertEquals(
                503,
                assertThrows(RefusedException.class, () -> events.answer(1))
                        .answer()
                        .status());
        events.endAll();
        for (CompletableFuture<String> each : all) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertEquals(1, count(watch(events, 1).get(30, TimeUnit.SECONDS)));
        events.close();
        assertEquals(
                503,
                assertThrows(RefusedException.class, () -> events.answer(1))
                        .answer()
                        .status());
    }

    @Test
    void closingEndsWhoLooksOn() throws Exception {
        LiveEvents events = new LiveEvents(() -> "{}");
        CompletableFuture<String> seen = watch(events, 1000);
        AdminFixture.eventually("looks on", () -> events.viewers() == 1);
        events.close();
        assertFalse(seen.get(30, TimeUnit.SECONDS).contains("event: snapshot\ndata: {}\n\nevent: snapshot\nevent"));
        assertEquals(0, events.viewers());
    }

    @Test
    void aDefectInOneEventDoesNotEndTheOthers() throws Exception {
        try (LiveEvents events = new LiveEvents(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("as the test wants it");
            }
            return "{}";
        })) {
            assertEquals(1, count(watch(events, 1).get(30, TimeUnit.SECONDS)));
        }
    }

    @Test
    void whoDoesNotReadIsDroppedAndHindersNobody() throws Exception {
        String large = "x".repeat(4 * 1024 * 1024);
        LiveEvents events = new LiveEvents(() -> large, Duration.ofSeconds(2));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange;
                    OutputStream out = exchange.getResponseBody()) {
                events.answer(1000).stream().orElseThrow().writeTo(out);
            } catch (RefusedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        try (Socket deaf =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            deaf.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            AdminFixture.eventually("looks on", () -> events.viewers() == 1);
            CompletableFuture<String> other = watch(events, 2);
            assertEquals(2, count(other.get(30, TimeUnit.SECONDS)));
            AdminFixture.eventually("dropped", () -> events.viewers() == 0);
        } finally {
            events.close();
            server.stop(0);
        }
    }
}
