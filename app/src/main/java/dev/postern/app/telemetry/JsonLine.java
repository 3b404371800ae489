package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;
import java.util.List;
import java.util.Locale;

/** One JSON object a line. What is empty is left out, but for the status. */
final class JsonLine implements LineFormat {
    private static final byte[] TIME = Ascii.bytes("{\"time\":\"");
    private static final byte[] REQUEST_ID = key("requestId");
    private static final byte[] CLIENT = key("client");
    private static final byte[] METHOD = key("method");
    private static final byte[] HOST = key("host");
    private static final byte[] PATH = key("path");
    private static final byte[] CAUSE = key("cause");
    private static final byte[] STATUS = number("status");
    private static final byte[] ATTEMPTS = number("attempts");
    private static final byte[] BYTES_IN = number("bytesIn");
    private static final byte[] BYTES_OUT = number("bytesOut");
    private static final byte[] DURATION = number("durationMs");
    private static final byte[] QUEUE = number("queueMs");
    private static final byte[] FIRST_BYTE = number("firstByteMs");
    private static final byte[] UPSTREAM_TIME = number("upstreamMs");
    private static final byte[] TRACE_ID = key("traceId");
    private static final byte[] PARSE = number("parseMs");
    private static final byte[] CONNECT = number("connectMs");
    private static final byte[] TCP = Ascii.bytes(",\"protocol\":\"tcp\"");
    private static final byte[] SERVER_NAME = key("serverName");
    private static final byte[] TLS = Ascii.bytes(",\"tls\":{\"version\":\"");
    private static final byte[] CIPHER = key("cipher");
    private static final byte[] SNI = key("sni");
    private static final byte[] HEADERS = Ascii.bytes(",\"headers\":{");

    private final TimeText time = new TimeText("yyyy-MM-dd'T'HH:mm:ss");
    private final JsonName listener = new JsonName(key("listener"));
    private final JsonName route = new JsonName(key("route"));
    private final JsonName upstream = new JsonName(key("upstream"));
    private final JsonName endpoint = new JsonName(key("endpoint"));
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

    private static byte[] key(String name) {
        return Ascii.bytes(",\"" + name + "\":\"");
    }

    private static byte[] number(String name) {
        return Ascii.bytes(",\"" + name + "\":");
    }

    @Override
    public void append(FinishedExchange exchange, long atMillis, ByteBuilder line) {
        time(atMillis, line);
        text(REQUEST_ID, exchange.requestId(), line);
        text(CLIENT, exchange.client(), line);
        listener.append(exchange.listener(), line);
        text(METHOD, exchange.method(), line);
        text(HOST, exchange.host(), line);
        LineText.appendJson(exchange.path(), line.append(PATH));
        if (!exchange.query().isEmpty()) {
            LineText.appendJson(redaction.query(exchange.query()), line.append('?'));
        }
        line.append('"');
        line.append(STATUS).appendDecimal(exchange.status());
        route.append(exchange.route(), line);
        upstream.append(exchange.upstream(), line);
        endpoint.append(exchange.endpoint(), line);
        line.append(ATTEMPTS).appendDecimal(exchange.attempts());
        line.append(BYTES_IN).appendDecimal(exchange.bytesIn());
        line.append(BYTES_OUT).appendDecimal(exchange.bytesOut());
        millis(DURATION, exchange.totalNanos(), line);
        millis(PARSE, exchange.parseNanos(), line);
        millis(QUEUE, exchange.queueNanos(), line);
        millis(CONNECT, exchange.connectNanos(), line);
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
        line.append(TCP);
        text(CLIENT, connection.client(), line);
        listener.append(connection.listener(), line);
        text(SERVER_NAME, connection.serverName(), line);
        route.append(connection.route(), line);
        upstream.append(connection.upstream(), line);
        endpoint.append(connection.endpoint(), line);
        line.append(ATTEMPTS).appendDecimal(connection.attempts());
        line.append(BYTES_IN).appendDecimal(connection.bytesIn());
        line.append(BYTES_OUT).appendDecimal(connection.bytesOut());
        millis(DURATION, connection.totalNanos(), line);
        millis(CONNECT, connection.connectNanos(), line);
        text(CAUSE, connection.cause(), line);
        tls(connection.tls(), line);
        line.append('}');
        return true;
    }

    private void time(long atMillis, ByteBuilder line) {
        time.append(atMillis, line.append(TIME));
        appendFraction(Math.floorMod(atMillis, 1000L), line.append('.'));
        line.append('Z').append('"');
    }

    private static void tls(TlsFacts tls, ByteBuilder line) {
        if (tls.isPresent()) {
            LineText.appendJson(tls.version(), line.append(TLS));
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
                line.append(isFirst ? HEADERS : COMMA).append('"');
                isFirst = false;
                LineText.appendJson(header.written(), line);
                line.append(COLON);
                LineText.appendJson(redaction.field(header.written(), value), line);
                line.append('"');
            }
        }
        if (!isFirst) {
            line.append('}');
        }
    }

    private static void text(byte[] key, Slice value, ByteBuilder line) {
        if (!value.isEmpty()) {
            LineText.appendJson(value, line.append(key));
            line.append('"');
        }
    }

    private static void text(byte[] key, String value, ByteBuilder line) {
        if (!value.isEmpty()) {
            LineText.appendJson(value, line.append(key));
            line.append('"');
        }
    }

    /** With microseconds. */
    private static void millis(byte[] key, long nanos, ByteBuilder line) {
        long micros = Math.max(0, nanos) / 1000;
        line.append(key).appendDecimal(micros / 1000);
        appendFraction(micros % 1000, line.append('.'));
    }

    private static void appendFraction(long thousandths, ByteBuilder line) {
        line.append((int) ('0' + thousandths / 100)).append((int) ('0' + thousandths / 10 % 10));
        line.append((int) ('0' + thousandths % 10));
    }

    private static final byte[] COMMA = Ascii.bytes(",");
    private static final byte[] COLON = Ascii.bytes("\":\"");
}
