package dev.postern.app.cli;

import dev.postern.app.service.StartResult;
import dev.postern.domain.config.ProxyConfig;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** Tells how a start went: one line when ready, otherwise everything that stands against it. */
final class StartReport {
    private StartReport() {}

    /** To stderr, as stdout belongs to the access log. Returns the exit code. */
    static int print(StartResult result, List<String> configs, PrintStream err) {
        return switch (result) {
            case StartResult.Serving serving -> {
                err.println(ready(serving, configs, ProcessAge.millis()));
                yield ExitCode.OK;
            }
            case StartResult.Invalid invalid -> {
                Findings.print(invalid.problems(), err);
                yield ExitCode.PROBLEM;
            }
            case StartResult.Impossible impossible -> {
                Findings.print(impossible.problems(), err);
                impossible.reasons().forEach(reason -> Failures.reason(err, reason));
                yield ExitCode.CANNOT_START;
            }
        };
    }

    static String ready(StartResult.Serving serving, List<String> configs, long tookMillis) {
        ProxyConfig config = serving.snapshot().config();
        StringBuilder line = new StringBuilder(160)
                .append("ready config=")
                .append(String.join(",", configs))
                .append(" listeners=");
        char separator = 0;
        for (Map.Entry<String, SocketAddress> listener : serving.addresses().entrySet()) {
            if (separator != 0) {
                line.append(separator);
            }
            separator = ',';
            line.append(listener.getKey()).append('@').append(text(listener.getValue()));
        }
        return line.append(" routes=")
                .append(config.routes().size())
                .append(" upstreams=")
                .append(config.upstreams().size())
                .append(" took=")
                .append(tookMillis)
                .append("ms")
                .toString();
    }

    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unix:" + address;
        }
        String host = inet.getAddress().isAnyLocalAddress()
                ? "0.0.0.0"
                : inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
