package dev.postern.app.cli;

import dev.postern.app.logging.Quoted;
import dev.postern.app.service.StartResult;
import dev.postern.domain.config.ProxyConfig;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how a start went: an event of the log when ready, otherwise everything that stands against it. */
final class StartReport {
    private static final Logger log = LoggerFactory.getLogger(StartReport.class);

    private StartReport() {}

    /** Problems go to stderr, as stdout belongs to the access log. Returns the exit code. */
    static int print(StartResult result, List<String> configs, PrintStream err) {
        return switch (result) {
            case StartResult.Serving serving -> {
                ready(serving, configs);
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

    private static void ready(StartResult.Serving serving, List<String> configs) {
        ProxyConfig config = serving.snapshot().config();
        log.info(
                "event=ready config={} listeners={} routes={} upstreams={} tookMs={}",
                new Quoted(String.join(",", configs)),
                serving.addresses().entrySet().stream()
                        .map(listener -> listener.getKey() + "@" + text(listener.getValue()))
                        .collect(Collectors.joining(",")),
                config.routes().size(),
                config.upstreams().size(),
                ProcessAge.millis());
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
