package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.config.TracingConfig.Follow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What endpoints hear of traces, and what is told of them. One worker: the first request goes to the first endpoint. */
class TracingTest extends ProxyTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SICK = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    private static final Pattern HEADER = Pattern.compile("traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])\r\n");

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    TracingTest() {
        super(1);
    }

    private static TracingConfig tracing(int sample) {
        return new TracingConfig(
                "http://127.0.0.1:1/v1/traces", new Percent(sample), Follow.EVERYONE, "postern", Map.of());
    }

    private Backend answering(String response) throws IOException {
        return backend(new Backend(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                heads.add(head);
                client.send(response);
            }
        }));
    }

    private String ask(String... fields) throws IOException {
        return client().send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        + String.join(
                                "",
                                List.of(fields).stream()
                                        .map(field -> field + "\r\n")
                                        .toList())
                        + "\r\n")
                .rest();
    }

    private static Matcher sent(String head) {
        Matcher found = HEADER.matcher(head);
        assertTrue(found.find(), head);
        assertEquals(2, head.toLowerCase(java.util.Locale.ROOT).split("traceparent:", -1).length, head);
        return found;
    }

    private Told.Trace only() {
        eventually("is told", () -> telemetry.all().size() == 1);
        assertEquals(1, telemetry.traces().size());
        return telemetry.traces().getFirst();
    }

    @Test
    void withoutTracingWhatComesPassesUntouched() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", answering(OK).port()));
        ask("Traceparent: whatever", "tracestate: a=b");
        assertTrue(heads.element().contains("Traceparent: whatever\r\ntracestate: a=b\r\n"), heads.element());
        assertEquals(List.of(), telemetry.traces());
    }

    @Test
    void aCallersTraceGoesOnAndTheTryIsTheParentOfWhatTheEndpointDoes() throws IOException {
        Backend backend = answering(OK);
        apply(new TestConfig()
                .tracing(tracing(0))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        ask("traceparent: 00-" + TRACE + "-" + PARENT + "-01", "tracestate: a=b");
        Told.Trace told = only();
        Matcher sent = sent(heads.element());
        assertEquals(TRACE, sent.group(1));
        assertTrue(heads.element().contains("tracestate: a=b\r\n"));
        assertEquals(TRACE, told.traceId());
        assertEquals(PARENT, told.parentId());
        assertEquals(1, told.tries().size());
        assertEquals(sent.group(2), told.tries().getFirst().spanId());
        assertNotEquals(told.spanId(), sent.group(2));
        assertEquals(200, told.tries().getFirst().status());
        assertEquals("127.0.0.1:" + backend.port(), told.tries().getFirst().endpoint());
        assertEquals(List.of(TRACE), telemetry.traceIds());
    }

    @Test
    void whatIsNotSampledIsToldToEndpointsAndToNobodyElse() throws IOException {
        apply(new TestConfig()
                .tracing(tracing(0))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", answering(OK).port()));
        ask("traceparent: nonsense", "tracestate: a=b");
        eventually("is told", () -> telemetry.all().size() == 1);
        Matcher sent = sent(heads.element());
        assertEquals("00", sent.group(3));
        assertFalse(heads.element().contains("tracestate"));
        assertEquals(List.of(), telemetry.traces());
        assertEquals(List.of(sent.group(1)), telemetry.traceIds());
    }

    @Test
    void eachTryIsASpanOfItsOwn() throws IOException {
        Backend sick = answering(SICK);
        int nobody = nobody();
        apply(new TestConfig()
                .tracing(tracing(100))
                .http("web", 0)
                .retryBudget(0, 100)
                .retry(RetryTest.retry(3, List.of("503", "connect"), List.of("GET"), 1024))
                .forward("/a", "up")
                .upstream("up", nobody, sick.port()));
        assertTrue(ask().startsWith("HTTP/1.1 502 "));
        Told.Trace told = only();
        List<Told.Try> tries = told.tries();
        assertEquals("", told.parentId());
        assertEquals(List.of(1, 2, 3), tries.stream().map(Told.Try::number).toList());
        assertEquals(List.of(0, 503, 0), tries.stream().map(Told.Try::status).toList());
        assertEquals(
                List.of("upstream/connect-refused", "", "upstream/connect-refused"),
                tries.stream().map(Told.Try::cause).toList());
        assertEquals(
                List.of(tries.get(1).spanId()),
                heads.stream().map(head -> sent(head).group(2)).toList());
        assertTrue(tries.stream().allMatch(each -> each.beganNanos() <= each.endedNanos()));
        assertTrue(tries.get(0).endedNanos() <= tries.get(1).beganNanos());
        assertTrue(tries.get(1).endedNanos() <= tries.get(2).beganNanos());
        assertFalse(tries.stream().anyMatch(Told.Try::isAbandoned));
    }

    @Test
    void eachRequestOfAConnectionIsATraceOfItsOwn() throws IOException {
        apply(new TestConfig()
                .tracing(tracing(100))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", answering(OK).port()));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").head();
            client.read(2);
        }
        eventually("is told", () -> telemetry.traces().size() == 3);
        assertEquals(
                3,
                telemetry.traces().stream().map(Told.Trace::traceId).distinct().count());
        assertTrue(telemetry.traces().stream().allMatch(each -> each.tries().size() == 1));
    }

    @Test
    void aClientThatLeavesAbandonsItsTry() throws IOException {
        Backend backend = backend(new Backend(Peer::rest));
        apply(new TestConfig()
                .tracing(tracing(100))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        eventually("is asked", () -> backend.accepted() == 1);
        client.reset();
        assertTrue(only().tries().getFirst().isAbandoned());
    }

    @Test
    void whatARouteSaysOfTheHeaderStands() throws IOException {
        apply(new TestConfig()
                .tracing(tracing(100))
                .http("web", 0)
                .requestEdits(new HeaderEditsConfig(Map.of(), Map.of(), List.of("traceparent")))
                .forward("/a", "up")
                .upstream("up", answering(OK).port()));
        ask("traceparent: 00-" + TRACE + "-" + PARENT + "-01");
        assertFalse(heads.element().contains("traceparent"), heads.element());
    }
}
