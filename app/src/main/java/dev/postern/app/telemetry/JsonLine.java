package dev.postern.app.telemetry;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One JSON object a line. What is empty is left out, but for the status. */
final class JsonLine implements LineFormat {
    /**
     * All that stands between values, in one array: a line is made between two requests, when little is left of the line before
     * near the processor, and fetching is what it costs.
     */
    private static final ByteBuilder FIXED = new ByteBuilder(512);

    private static final Part TIME = Part.of("{\"time\":\"");
    private static final Part REQUEST_ID = key("requestId");
    private static final Part CLIENT = key("client");
    private static final Part LISTENER = key("listener");
    private static final Part METHOD = key("method");
    private static final Part HOST = key("host");
    private static final Part PATH = key("path");
    private static final Part STATUS = number("status");
    private static final Part ATTEMPTS = number("attempts");
    private static final Part BYTES_IN = number("bytesIn");
    private static final Part BYTES_OUT = number("bytesOut");
    private static final Part DURATION = number("durationMs");
    private static final Part QUEUE = number("queueMs");
    private static final Part FIRST_BYTE = number("firstByteMs");
    private static final Part UPSTREAM_TIME = number("upstreamMs");
    private static final Part TRACE_ID = key("traceId");
    private static final Part CAUSE = key("cause");
    private static final Part PARSE = number("parseMs");
    private static final Part CONNECT = number("connectMs");
    private static final Part TCP = Part.of(",\"protocol\":\"tcp\"");
    private static final Part SERVER_NAME = key("serverName");
    private static final Part TLS = Part.of(",\"tls\":{\"version\":\"");
    private static final Part CIPHER = key("cipher");
    private static final Part SNI = key("sni");
    private static final Part HEADERS = Part.of(",\"headers\":{");
    private static final Part COMMA = Part.of(",");
    private static final Part COLON = Part.of("\":\"");
    private static final byte[] FIXED_BYTES = Arrays.copyOf(FIXED.array(), FIXED.length());
    private static final long MICRO_NANOS = 1_000;

    private final TimeText time = new TimeText("yyyy-MM-dd'T'HH:mm:ss");
    private final JsonWay way = new JsonWay();
    private final Redaction redaction;
    private final List<Header> headers;
    private final Slice value = new Slice();

    /** The name as it is written, and as it is looked for. */
    private record Header(Slice written, Slice lowerCase) {
        static Header of(String name) {
            return new Header(Slice.of(name), Slice.of(name.toLowerCase(Locale.ROOT)));
        }
    }

    JsonLine(LogConfig.Access config) {
        redaction = new Redaction(config.redact());
        headers = config.headers().stream().map(Header::of).toList();
    }

    /** Where it stands among what is fixed. */
    private record Part(int start, int end) {
        static Part of(String text) {
            int start = FIXED.length();
            return new Part(start, FIXED.append(text).length());
        }

        ByteBuilder appendTo(ByteBuilder line) {
            return line.append(FIXED_BYTES, start, end);
        }
    }

    private static Part key(String name) {
        return Part.of(",\"" + name + "\":\"");
    }

    private static Part number(String name) {
        return Part.of(",\"" + name + "\":");
    }

    @Override
    public void append(FinishedExchange exchange, long atMillis, ByteBuilder line) {
        time(atMillis, line);
        text(REQUEST_ID, exchange.requestId(), line);
        text(CLIENT, exchange.client(), line);
        text(LISTENER, exchange.listener(), line);
        text(METHOD, exchange.method(), line);
        text(HOST, exchange.host(), line);
        LineText.appendJson(exchange.path(), PATH.appendTo(line));
        if (!exchange.query().isEmpty()) {
            LineText.appendJson(redaction.query(exchange.query()), line.append('?'));
        }
        line.append('"');
        STATUS.appendTo(line).appendDecimal(exchange.status());
        way.append(exchange.route(), exchange.upstream(), exchange.endpoint(), line);
        ATTEMPTS.appendTo(line).appendDecimal(exchange.attempts());
        BYTES_IN.appendTo(line).appendDecimal(exchange.bytesIn());
        BYTES_OUT.appendTo(line).appendDecimal(exchange.bytesOut());
        millis(DURATION, exchange.totalNanos(), line);
        millisIfAny(PARSE, exchange.parseNanos(), line);
        millisIfAny(QUEUE, exchange.queueNanos(), line);
        millisIfAny(CONNECT, exchange.connectNanos(), line);
        if (exchange.firstByteNanos() >= 0) {
            millis(FIRST_BYTE, exchange.firstByteNanos(), line);
        }
        millis(UPSTREAM_TIME, exchange.upstreamNanos(), line);
        text(CAUSE, exchange.cause(), line);
        text(TRACE_ID, exchange.traceId(), line);
        tls(exchange.tls(), line);
        headers(exchange, line);
        line.append('}');
    }

    @Override
    public boolean append(FinishedConnection connection, long atMillis, ByteBuilder line) {
        time(atMillis, line);
        TCP.appendTo(line);
        text(CLIENT, connection.client(), line);
        text(LISTENER, connection.listener(), line);
        text(SERVER_NAME, connection.serverName(), line);
        way.append(connection.route(), connection.upstream(), connection.endpoint(), line);
        ATTEMPTS.appendTo(line).appendDecimal(connection.attempts());
        BYTES_IN.appendTo(line).appendDecimal(connection.bytesIn());
        BYTES_OUT.appendTo(line).appendDecimal(connection.bytesOut());
        millis(DURATION, connection.totalNanos(), line);
        millisIfAny(CONNECT, connection.connectNanos(), line);
        text(CAUSE, connection.cause(), line);
        tls(connection.tls(), line);
        line.append('}');
        return true;
    }

    private void time(long atMillis, ByteBuilder line) {
        time.append(atMillis, TIME.appendTo(line));
        appendFraction(Math.floorMod(atMillis, 1000L), line.append('.'));
        line.append('Z').append('"');
    }

    private static void tls(TlsFacts tls, ByteBuilder line) {
        if (tls.isPresent()) {
            LineText.appendJson(tls.version(), TLS.appendTo(line));
            line.append('"');
            text(CIPHER, tls.cipher(), line);
            text(SNI, tls.serverName(), line);
            line.append('}');
        }
    }

    private void headers(FinishedExchange exchange, ByteBuilder line) {
        boolean isFirst = true;
        for (Header header : headers) {
            if (exchange.requestHeaders().find(header.lowerCase().array(), value)) {
                (isFirst ? HEADERS : COMMA).appendTo(line).append('"');
                isFirst = false;
                LineText.appendJson(header.written(), line);
                COLON.appendTo(line);
                LineText.appendJson(redaction.field(header.written(), value), line);
                line.append('"');
            }
        }
        if (!isFirst) {
            line.append('}');
        }
    }

    private static void text(Part key, Slice value, ByteBuilder line) {
        if (!value.isEmpty()) {
            LineText.appendJson(value, key.appendTo(line));
            line.append('"');
        }
    }

    private static void text(Part key, String value, ByteBuilder line) {
        if (!value.isEmpty()) {
            LineText.appendJson(value, key.appendTo(line));
            line.append('"');
        }
    }

    private static void millisIfAny(Part key, long nanos, ByteBuilder line) {
        if (nanos >= MICRO_NANOS) {
            millis(key, nanos, line);
        }
    }

    /** With microseconds. */
    private static void millis(Part key, long nanos, ByteBuilder line) {
        long micros = Math.max(0, nanos) / MICRO_NANOS;
        key.appendTo(line).appendDecimal(micros / 1000);
        appendFraction(micros % 1000, line.append('.'));
    }

    private static void appendFraction(long thousandths, ByteBuilder line) {
        line.append((int) ('0' + thousandths / 100)).append((int) ('0' + thousandths / 10 % 10));
        line.append((int) ('0' + thousandths % 10));
    }
}
