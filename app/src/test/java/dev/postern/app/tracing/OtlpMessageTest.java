package dev.postern.app.tracing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.app.telemetry.Finished;
import dev.postern.domain.rewrite.Redaction;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we write is, byte for byte, what OpenTelemetry's own tracer and encoder make of the same request. */
class OtlpMessageTest {
    private static final long ENDED = 1_795_000_000_123_456_789L;
    private static final long BEGAN = ENDED - 12_345_678;
    private static final String SPAN = "a1a1a1a1a1a1a1a1";

    private final Deque<String> spanIds = new ArrayDeque<>();
    private final List<ReadableSpan> started = new ArrayList<>();
    private final Resource resource = Resource.create(
            Attributes.builder().put("service.name", "édge").put("n", 7).build());
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .setResource(resource)
            .setIdGenerator(new IdGenerator() {
                @Override
                public String generateSpanId() {
                    return spanIds.remove();
                }

                @Override
                public String generateTraceId() {
                    return Finished.TRACE;
                }
            })
            .build();
    private final Tracer tracer = provider.get("dev.postern");

    @AfterEach
    void close() {
        provider.close();
    }

    /** @param attributes which a builder puts in the order of their names */
    private Span start(
            String name, SpanKind kind, Context parent, String id, long beganNanos, AttributesBuilder attributes) {
        spanIds.add(id);
        Span span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .setStartTimestamp(beganNanos, TimeUnit.NANOSECONDS)
                .setAllAttributes(attributes.build())
                .startSpan();
        started.add((ReadableSpan) span);
        return span;
    }

    private Span server(String name, AttributesBuilder attributes) {
        return start(name, SpanKind.SERVER, caller(), SPAN, BEGAN, attributes);
    }

    private static Context caller() {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        Finished.TRACE, Finished.PARENT, TraceFlags.getSampled(), TraceState.getDefault())));
    }

    /** What stands in the span of any {@link Finished}. */
    private static AttributesBuilder usual() {
        return Attributes.builder()
                .put("client.address", "192.0.2.7")
                .put("http.request.body.size", 3)
                .put("http.request.method", "GET")
                .put("http.response.body.size", 11)
                .put("http.response.status_code", 200)
                .put("http.route", "/users/*")
                .put("postern.listener", "web")
                .put("postern.request_id", "id-1")
                .put("postern.route", "users")
                .put("postern.upstream", "users")
                .put("server.address", "api.example.com")
                .put("url.path", "/users/7")
                .put("url.scheme", "http");
    }

    private static AttributesBuilder usualTry() {
        return Attributes.builder()
                .put("http.request.method", "GET")
                .put("postern.upstream", "users")
                .put("server.address", "127.0.0.1")
                .put("server.port", 5001);
    }

    private static byte[] bytes(Marshaler message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeBinaryTo(bytes);
        return bytes.toByteArray();
    }

    private void assertSame(Finished exchange) throws IOException {
        ProtoWriter spans = new SpanEncoder().encode(exchange, new Redaction(List.of()), ENDED);
        List<SpanData> theirs = started.stream().map(ReadableSpan::toSpanData).toList();
        Marshaler ours = new OtlpHead(resource).before(Arrays.copyOf(spans.array(), spans.length()));
        byte[] expected = bytes(TraceRequestMarshaler.create(theirs));
        assertArrayEquals(expected, bytes(ours));
        assertEquals(expected.length, ours.getBinarySerializedSize());
    }

    @Test
    void aRequestWithARetry() throws Exception {
        Span server = server("GET /users/*", usual().put("url.query", "a=b").put("user_agent.original", "curl/8"));
        server.end(ENDED, TimeUnit.NANOSECONDS);
        Context parent = Context.root().with(server);
        AttributesBuilder failed =
                usualTry().put("error.type", "upstream/reset").put("postern.cause", "upstream/reset");
        start("GET", SpanKind.CLIENT, parent, "0000000000000001", BEGAN + 1000, failed)
                .setStatus(StatusCode.ERROR)
                .end(BEGAN + 1500, TimeUnit.NANOSECONDS);
        AttributesBuilder answered =
                usualTry().put("http.request.resend_count", 1).put("http.response.status_code", 200);
        start("GET", SpanKind.CLIENT, parent, "0000000000000002", BEGAN + 2000, answered)
                .end(BEGAN + 2500, TimeUnit.NANOSECONDS);
        assertSame(new Finished()
                .sampled(new Finished.OneTry(1, 0, "upstream/reset"), new Finished.OneTry(2, 200, ""))
                .target("/users/7", "a=b")
                .header("User-Agent", "curl/8"));
    }

    @Test
    void aMethodThatNobodyKnowsAndLettersThatAreNoAscii() throws Exception {
        AttributesBuilder attributes = usual().put("error.type", "503")
                .put("http.request.method", "_OTHER")
                .put("http.request.method_original", "BREW")
                .put("http.response.status_code", 503)
                .put("url.path", "/caf\u00e9\u00ff");
        server("HTTP /users/*", attributes).setStatus(StatusCode.ERROR).end(ENDED, TimeUnit.NANOSECONDS);
        assertSame(new Finished().sampled().method("BREW").status(503).target("/caf\u00e9\u00ff", ""));
    }

    @Test
    void aTextSoLongThatItsLengthTakesMoreBytes() throws Exception {
        for (int length : new int[] {60, 120, 124, 126, 127, 128, 129, 900}) {
            started.clear();
            String path = "/" + "x".repeat(length - 1);
            server("GET /users/*", usual().put("url.path", path)).end(ENDED, TimeUnit.NANOSECONDS);
            assertSame(new Finished().sampled().target(path, ""));
        }
    }

    @Test
    void aNameSoLongThatASpanTakesMoreThanUsual() throws Exception {
        String route = "r".repeat(20_000);
        server("GET /users/*", usual().put("postern.route", route)).end(ENDED, TimeUnit.NANOSECONDS);
        assertSame(new Finished().sampled().route(route));
    }
}
