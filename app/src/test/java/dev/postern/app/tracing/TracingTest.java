package dev.postern.app.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.telemetry.Finished;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.TracingConfig;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.testtraces.ReceivedSpan;
import dev.postern.ports.testtraces.TraceReceiver;
import dev.postern.ports.testtraces.TraceReceiver.Mood;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final LogConfig NO_LOG = new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.empty());

    private final Tracing tracing = new Tracing();
    private final ExchangeObserver worker = tracing.observer(0);
    private final TraceReceiver receiver = new TraceReceiver();

    TracingTest() throws IOException {}

    @AfterEach
    void close() {
        // why first: a collector that hangs must not keep a proxy from stopping.
        tracing.close();
        receiver.close();
    }

    private static TracingConfig to(String url) {
        return new TracingConfig(
                url, new Percent(10), TracingConfig.Follow.EVERYONE, "edge", Map.of("X-Key", "secret"));
    }

    private void use(TracingConfig config) {
        tracing.use(Optional.of(config), NO_LOG);
    }

    private static Finished sampled(Finished.OneTry... tries) {
        return new Finished().sampled(tries);
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never happened");
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<ReceivedSpan> received(int count) {
        eventually(() -> receiver.spans().size() == count && tracing.sent() == count);
        return receiver.spans();
    }

    @Test
    void aRequestAndItsTriesArriveWithTheirParents() {
        use(to(receiver.url()));
        worker.finished(sampled(new Finished.OneTry(1, 503, ""), new Finished.OneTry(2, 200, ""))
                .target("/users/7", "a=b")
                .header("user-agent", "curl/8"));
        List<ReceivedSpan> spans = received(3);
        ReceivedSpan exchange = spans.getFirst();
        assertEquals("GET /users/*", exchange.name());
        assertEquals(ReceivedSpan.SERVER, exchange.kind());
        assertEquals(Finished.TRACE, exchange.traceId());
        assertEquals(Finished.PARENT, exchange.parentId());
        assertEquals("edge", exchange.service());
        assertEquals(
                Map.ofEntries(
                        Map.entry("client.address", "192.0.2.7"),
                        Map.entry("http.request.body.size", "3"),
                        Map.entry("http.request.method", "GET"),
                        Map.entry("http.response.body.size", "11"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("http.route", "/users/*"),
                        Map.entry("postern.listener", "web"),
                        Map.entry("postern.request_id", "id-1"),
                        Map.entry("postern.route", "users"),
                        Map.entry("postern.upstream", "users"),
                        Map.entry("server.address", "api.example.com"),
                        Map.entry("url.path", "/users/7"),
                        Map.entry("url.query", "a=b"),
                        Map.entry("url.scheme", "http"),
                        Map.entry("user_agent.original", "curl/8")),
                exchange.attributes());
        assertEquals(12_345_678, exchange.endedNanos() - exchange.beganNanos());
        ReceivedSpan first = spans.get(1);
        assertEquals(ReceivedSpan.CLIENT, first.kind());
        assertEquals(Finished.TRACE, first.traceId());
        assertEquals(exchange.spanId(), first.parentId());
        assertEquals(
                Map.of(
                        "error.type", "503",
                        "http.request.method", "GET",
                        "http.response.status_code", "503",
                        "postern.upstream", "users",
                        "server.address", "127.0.0.1",
                        "server.port", "5001"),
                first.attributes());
        assertEquals(ReceivedSpan.ERROR, first.status());
        assertEquals("1", spans.get(2).attribute("http.request.resend_count"));
        assertEquals(0, spans.get(2).status());
        assertTrue(first.beganNanos() >= exchange.beganNanos());
        assertEquals(List.of("secret"), receiver.keys());
    }

    @Test
    void whatFailedIsAnErrorButAClientThatLeftIsNone() {
        use(to(receiver.url()));
        worker.finished(sampled(new Finished.OneTry(1, 0, "upstream/connect-refused"))
                .status(502)
                .failed("upstream/connect-refused"));
        worker.finished(sampled().status(499).failed("client/gone"));
        List<ReceivedSpan> spans = received(3);
        assertEquals(ReceivedSpan.ERROR, spans.get(0).status());
        assertEquals("upstream/connect-refused", spans.get(0).attribute("error.type"));
        assertEquals("upstream/connect-refused", spans.get(1).attribute("postern.cause"));
        assertEquals(ReceivedSpan.ERROR, spans.get(1).status());
        assertEquals(0, spans.get(2).status());
        assertEquals("client/gone", spans.get(2).attribute("postern.cause"));
    }

    @Test
    void whatTheAccessLogDoesNotTellIsNotTold() {
        LogConfig.Access access = new LogConfig.Access(
                LogConfig.Format.JSON, "stdout", List.of(), new Percent(100), List.of(), List.of("token"));
        tracing.use(Optional.of(to(receiver.url())), NO_LOG);
        tracing.use(
                Optional.of(to(receiver.url())),
                new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.of(access)));
        worker.finished(sampled().target("/a", "token=abc&x=1"));
        assertEquals("token=***&x=1", received(1).getFirst().attribute("url.query"));
    }

    @Test
    void aMethodThatAStrangerMadeUpNamesNoSpan() {
        use(to(receiver.url()));
        worker.finished(sampled().method("BREW"));
        ReceivedSpan span = received(1).getFirst();
        assertEquals("HTTP /users/*", span.name());
        assertEquals("_OTHER", span.attribute("http.request.method"));
        assertEquals("BREW", span.attribute("http.request.method_original"));
    }

    @Test
    void aLongTextIsCutAndLeavesTheOthersAsTheyAre() {
        use(to(receiver.url()));
        String path = "/" + "x".repeat(5_000);
        String agent = "y".repeat(900);
        worker.finished(sampled(new Finished.OneTry(1, 200, ""))
                .target(path, "q=" + agent)
                .header("user-agent", agent));
        List<ReceivedSpan> spans = received(2);
        assertEquals(path.substring(0, 1024), spans.getFirst().attribute("url.path"));
        assertEquals("q=" + agent, spans.getFirst().attribute("url.query"));
        assertEquals(agent, spans.getFirst().attribute("user_agent.original"));
        assertEquals(Finished.TRACE, spans.getFirst().traceId());
        assertEquals(spans.getFirst().spanId(), spans.get(1).parentId());
    }

    @Test
    void manyMessagesTellEachRequestOnce() {
        use(to(receiver.url()));
        String agent = "y".repeat(900);
        int requests = 3 * SpanSender.RING / 1000;
        for (int i = 0; i < requests; i++) {
            long put = 2L * i;
            // why: a test is quicker than any worker, and what has no room is dropped. Two spans have less than 2 KB.
            eventually(() -> put - tracing.sent() < SpanSender.RING / 1200);
            worker.finished(
                    sampled(new Finished.OneTry(1, 200, "")).target("/" + i, "").header("user-agent", agent));
        }
        Set<String> paths = received(2 * requests).stream()
                .filter(span -> span.kind() == ReceivedSpan.SERVER)
                .peek(span -> assertEquals(agent, span.attribute("user_agent.original")))
                .map(span -> span.attribute("url.path"))
                .collect(Collectors.toSet());
        assertEquals(requests, paths.size());
        assertEquals(0, tracing.dropped());
    }

    @Test
    void whatIsNoAsciiArrivesAsText() {
        use(to(receiver.url()));
        worker.finished(sampled().target("/caf\u00e9", "").header("user-agent", "\u00ff\u0080"));
        ReceivedSpan span = received(1).getFirst();
        assertEquals("/caf\u00e9", span.attribute("url.path"));
        assertEquals("\u00ff\u0080", span.attribute("user_agent.original"));
    }

    @Test
    void allWorkersAreHeard() {
        ExchangeObserver second = tracing.observer(1);
        use(to(receiver.url()));
        worker.finished(sampled().target("/first", ""));
        second.finished(sampled().target("/second", ""));
        assertEquals(
                Set.of("/first", "/second"),
                received(2).stream().map(span -> span.attribute("url.path")).collect(Collectors.toSet()));
    }

    @Test
    void onlyWhatIsSampledAndOnlyWhileItIsWanted() {
        worker.finished(sampled());
        use(to(receiver.url()));
        worker.finished(new Finished());
        worker.finished(sampled().target("/wanted", ""));
        assertEquals("/wanted", received(1).getFirst().attribute("url.path"));
        tracing.use(Optional.empty(), NO_LOG);
        worker.finished(sampled());
        assertEquals(1, tracing.sent());
    }

    @Test
    void aCollectorThatHangsHoldsNobodyUpAndWhatItDoesNotTakeIsCounted() {
        receiver.become(Mood.HANGING);
        use(to(receiver.url()));
        worker.finished(sampled());
        eventually(() -> receiver.asked(Mood.HANGING) > 0);
        int put = 0;
        while (tracing.dropped() == 0) {
            worker.finished(sampled());
            put++;
            assertTrue(put < SpanSender.RING, "all find room");
        }
        assertTrue(put > SpanSender.RING / 1000, put + " found room");
        worker.finished(sampled(new Finished.OneTry(1, 200, "")));
        assertEquals(3, tracing.dropped());
    }

    @Test
    void aCollectorThatFailsLosesItsSpansAndGetsTheNextOnes() {
        receiver.become(Mood.FAILING);
        use(to(receiver.url()));
        worker.finished(sampled());
        eventually(() -> tracing.dropped() == 1);
        receiver.become(Mood.TAKING);
        worker.finished(sampled().target("/next", ""));
        assertEquals("/next", received(1).getFirst().attribute("url.path"));
        assertEquals(1, tracing.dropped());
    }

    @Test
    void whatIsUnderWayIsSentBeforeTheEnd() {
        use(to(receiver.url()));
        worker.finished(sampled());
        received(1);
        for (int i = 0; i < 1000; i++) {
            worker.finished(sampled());
        }
        tracing.close();
        assertEquals(1001, receiver.spans().size());
        assertEquals(1001, tracing.sent());
        assertEquals(0, tracing.dropped());
    }
}
