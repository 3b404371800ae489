package dev.postern.app.admin;

import dev.postern.app.service.ConfigControl;
import dev.postern.app.service.ConfigStatus;
import dev.postern.app.service.Lags;
import dev.postern.app.telemetry.MetricText;
import dev.postern.app.telemetry.TrafficMetrics;
import dev.postern.domain.upstream.AdaptiveLimit;
import dev.postern.domain.upstream.Availability;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import dev.postern.ports.traffic.UpstreamCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** What can be counted of configuration, connections and endpoints, for whoever collects such figures. */
final class Metrics {
    private final ConfigControl config;
    private final ProxyTransport transport;
    private final TrafficMetrics traffic;

    Metrics(ConfigControl config, ProxyTransport transport, TrafficMetrics traffic) {
        this.config = config;
        this.transport = transport;
        this.traffic = traffic;
    }

    Operation operation() {
        return Operation.get("/metrics", "figures for Prometheus", List.of(), ask -> answer());
    }

    private Answer answer() {
        MetricText text = new MetricText();
        configuration(text);
        connections(text);
        endpoints(text);
        upstreams(text);
        traffic.append(text);
        return Answer.raw(200, MetricText.CONTENT_TYPE, text.toString());
    }

    private void configuration(MetricText text) {
        ConfigStatus status = config.status();
        text.gauge("postern_ready", "1 where traffic should come here.")
                .sample(config.readiness().isReady() ? 1 : 0)
                .gauge("postern_config_version", "The number of the snapshot in force.")
                .sample(status.version())
                .counter("postern_config_applied_total", "Snapshots put in force.")
                .sample(status.counts().applied())
                .counter(
                        "postern_config_rejections_total",
                        "Changes of which something was rejected, wholly or in part.")
                .sample(status.counts().rejected())
                .gauge("postern_config_problems", "What is held back, and what the configuration warns of.")
                .sample(config.problems().size())
                .histogram(
                        "postern_config_lag_seconds",
                        "From a change seen in a source to its being in force.",
                        Lags.BOUNDS,
                        config.lags().counts(),
                        config.lags().sum());
        sources(text, status.sources());
        text.gauge(
                "postern_certificate_expiry_timestamp_seconds",
                "When the first certificate of the chain expires, in seconds since 1970.");
        config.certificates()
                .forEach(each -> text.sample(each.expiresAt().getEpochSecond(), "certificate", each.name()));
    }

    private static void sources(MetricText text, List<ConfigStatus.SourceStatus> sources) {
        text.gauge("postern_config_source_available", "1 where the source could be read when it was last asked.");
        sources.forEach(source -> text.sample(source.unavailable().isPresent() ? 0 : 1, "source", source.name()));
        text.gauge(
                "postern_config_staleness_seconds",
                "Since a store last proved that what it told is still all there is.");
        Instant now = Instant.now();
        sources.forEach(source -> source.provedAt()
                .ifPresent(at -> text.sample(MetricText.seconds(Duration.between(at, now)), "source", source.name())));
    }

    private void connections(MetricText text) {
        TransportStats stats = transport.stats();
        text.gauge("postern_connections_active", "Clients that are connected.")
                .sample(stats.connections())
                .counter("postern_connections_accepted_total", "Connections that were accepted.")
                .sample(stats.accepted())
                .counter(
                        "postern_accept_pauses_total",
                        "How often accepting paused for lack of descriptors or of memory for buffers.")
                .sample(stats.acceptPauses())
                .gauge("postern_buffer_bytes", "In buffers that connections hold.")
                .sample(stats.bufferedBytes())
                .gauge("postern_overload_shed_ratio", "Share of the requests that is refused at once, from 0 to 1.")
                .sample(stats.overload().permille() / 1000.0)
                .counter("postern_requests_shed_total", "Requests that were refused at once because of overload.")
                .sample(stats.overload().refused())
                .gauge("postern_loop_turn_seconds", "How long a worker was at work at a stretch lately, at most.")
                .sample(stats.overload().longestTurnNanos() / 1e9);
    }

    private void endpoints(MetricText text) {
        List<EndpointCounts> all = transport.endpoints().values().stream()
                .sorted(Comparator.comparing(each -> each.id().toString()))
                .toList();
        text.gauge("postern_endpoint_serving", "1 where requests go to it.");
        each(text, all, endpoint -> isServing(endpoint) ? 1 : 0);
        text.gauge("postern_endpoint_in_flight", "Requests and TCP connections that it has now.");
        each(text, all, EndpointCounts::inFlight);
        text.counter("postern_endpoint_attempts_total", "Attempts that were given to it.");
        each(text, all, EndpointCounts::requests);
        text.counter("postern_endpoint_failures_total", "Attempts that failed.");
        each(text, all, EndpointCounts::failures);
        text.gauge("postern_endpoint_connections", "Open connections to it, unused ones included.");
        each(text, all, EndpointCounts::open);
    }

    private void upstreams(MetricText text) {
        List<UpstreamCounts> all = transport.upstreams().values().stream()
                .sorted(Comparator.comparing(UpstreamCounts::name))
                .toList();
        text.gauge("postern_upstream_waiting", "Requests that wait for a connection or within limits.");
        all.forEach(each -> text.sample(each.waiting(), "upstream", each.name()));
        text.gauge("postern_upstream_limit", "Requests that it may have at once, where there is a limit.");
        all.stream()
                .filter(each -> each.limit() > 0)
                .forEach(each -> text.sample(each.limit(), "upstream", each.name()));
        text.gauge(
                "postern_upstream_adaptive_limit", "Requests at once that its adaptive limit would allow, or allows.");
        adaptive(all, (name, adaptive) -> text.sample(adaptive.allowed(), "upstream", name));
        text.gauge("postern_upstream_adaptive_limiting", "1 where as many requests are under way as that.");
        adaptive(
                all,
                (name, adaptive) ->
                        text.sample(adaptive.state() == AdaptiveLimit.State.LIMITING ? 1 : 0, "upstream", name));
        text.gauge(
                "postern_upstream_rest_latency_seconds",
                "How long its answers take in the middle while few are under way, where its limit adapts.");
        adaptive(all, (name, adaptive) -> text.sample(adaptive.restNanos() / 1e9, "upstream", name));
        text.counter(
                "postern_upstream_retries_refused_total",
                "How often the budget of retries was used up when one was wanted.");
        all.forEach(each -> text.sample(each.retries().refused(), "upstream", each.name()));
    }

    private static void adaptive(List<UpstreamCounts> all, BiConsumer<String, UpstreamCounts.Adaptive> to) {
        all.forEach(each -> each.adaptive()
                .filter(adaptive -> adaptive.allowed() > 0)
                .ifPresent(adaptive -> to.accept(each.name(), adaptive)));
    }

    private static boolean isServing(EndpointCounts endpoint) {
        return new Availability(endpoint.state(), 0).isServing();
    }

    private static void each(MetricText text, List<EndpointCounts> all, ToLongFunction<EndpointCounts> value) {
        all.forEach(endpoint -> text.sample(
                value.applyAsLong(endpoint),
                "upstream",
                endpoint.id().upstream(),
                "endpoint",
                endpoint.id().address().toString()));
    }
}
