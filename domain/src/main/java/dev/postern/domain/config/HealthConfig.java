package dev.postern.domain.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Probes of the endpoints of an upstream: an HTTP request, or for tcp: true a connection. */
public record HealthConfig(
        @ShortForm @Doc("The path to ask for, with GET.") Optional<String> path,

        @Doc("The Host to ask for; the endpoint's address where it is not written.")
        Optional<String> host,

        @Doc("More header fields of the request.") Map<String, String> headers,

        @Default("false") @Doc("true: a connection is proof enough, where nothing is expected.")
        boolean tcp,

        @Doc("For tcp: a text that is sent first; in double quotes \\r and \\n are understood.")
        Optional<String> send,

        @Doc(
                "Status codes that pass, 200-399 where it is not written. For tcp: a text that the first 16 KiB of the answer must contain.")
        Optional<Expectation> expect,

        @Doc("A text that the first 64 KiB of the response's body must contain.")
        Optional<String> body,

        @Default("5s") @Doc("Time between probes; a quarter of it while they contradict what is held of the endpoint.")
        Duration interval,

        @Default("2s") @Doc("Longest time for one probe.") Duration timeout,

        @Default("2") @Bounds(min = 1) @Doc("Passes in a row until it is healthy.")
        int healthyAfter,

        @Default("3") @Bounds(min = 1) @Doc("Failures in a row until it is not.")
        int unhealthyAfter) {
    private static final StatusRange USUAL = new StatusRange(200, 399);

    public StatusRange statuses() {
        return expect.flatMap(Expectation::statuses).orElse(USUAL);
    }

    /** What is asked, whatever becomes of the answers: who asks the same may share them. */
    public HealthConfig question() {
        return new HealthConfig(path, host, headers, tcp, send, expect, body, interval, timeout, 1, 1);
    }
}
