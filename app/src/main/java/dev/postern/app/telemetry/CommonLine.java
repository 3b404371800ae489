package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;

/** The line that web servers have written for long, which many programs read; combined says who referred and who asked. */
final class CommonLine implements LineFormat {
    private static final byte[] NOBODY = Ascii.bytes(" - - [");
    private static final byte[] ZONE = Ascii.bytes(" +0000] \"");
    private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\" ");
    private static final byte[] REFERER = Ascii.bytes("referer");
    private static final byte[] USER_AGENT = Ascii.bytes("user-agent");

    private final TimeText time = new TimeText("dd/MMM/yyyy:HH:mm:ss");
    private final Redaction redaction;
    private final boolean isCombined;
    private final Slice value = new Slice();
    private final Slice refererName = Slice.of("referer");
    private final Slice agentName = Slice.of("user-agent");

    CommonLine(LogConfig.Access config) {
        redaction = new Redaction(config.redact());
        isCombined = config.format() == LogConfig.Format.COMBINED;
    }

    @Override
    public void append(FinishedExchange exchange, long atMillis, ByteBuilder line) {
        orDash(exchange.client(), line);
        time.append(atMillis, line.append(NOBODY));
        line.append(ZONE);
        LineText.appendCommon(exchange.method(), line);
        LineText.appendCommon(exchange.path(), line.append(' '));
        if (!exchange.query().isEmpty()) {
            LineText.appendCommon(redaction.query(exchange.query()), line.append('?'));
        }
        line.append(VERSION).appendDecimal(exchange.status()).append(' ');
        if (exchange.bytesOut() == 0) {
            line.append('-');
        } else {
            line.appendDecimal(exchange.bytesOut());
        }
        if (isCombined) {
            boolean isReferred = exchange.requestHeaders().find(REFERER, value);
            quoted(isReferred ? redaction.field(refererName, redaction.url(value)) : value.clear(), line);
            boolean isNamed = exchange.requestHeaders().find(USER_AGENT, value);
            quoted(isNamed ? redaction.field(agentName, value) : value.clear(), line);
        }
    }

    @Override
    public boolean append(FinishedConnection connection, long atMillis, ByteBuilder line) {
        return false;
    }

    private static void quoted(Slice text, ByteBuilder line) {
        line.append(' ').append('"');
        orDash(text, line);
        line.append('"');
    }

    private static void orDash(Slice text, ByteBuilder line) {
        if (text.isEmpty()) {
            line.append('-');
        } else {
            LineText.appendCommon(text, line);
        }
    }
}
