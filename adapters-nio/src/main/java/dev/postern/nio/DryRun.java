package dev.postern.nio;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.FailureMapping;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.rewrite.HopByHop;
import dev.postern.domain.rewrite.PathParameters;
import dev.postern.domain.rewrite.Redirect;
import dev.postern.domain.rewrite.TemplateScope;
import dev.postern.domain.routing.RouteMatch;
import dev.postern.domain.snapshot.Action;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.trace.TraceContext;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.Upstream;
import dev.postern.nio.http.ForwardedRequest;
import dev.postern.nio.http.IncomingRequest;
import dev.postern.nio.http.StatusText;
import dev.postern.nio.http1.WrittenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a request that nobody sent through the code that real ones take, up to the point where a socket would be needed,
 * and tells what came out.
 */
public final class DryRun {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Slice SAMPLE_ID = Slice.of("0123456789abcdef0123456789abcdef");

    /** why always the same: whoever asks twice gets the same answer. */
    private static final long SAMPLE_SEED = 1;

    private final Snapshot snapshot;
    private final List<String> lines = new ArrayList<>();

    public DryRun(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * @param url absolute, or a path
     */
    public List<String> explain(String method, String url, List<Map.Entry<String, String>> headers) {
        switch (WrittenRequest.read(head(method, url, headers))) {
            case WrittenRequest.Refused refused -> lines.add(answer(refused.kind()));
            case WrittenRequest.Read read -> {
                List<HttpListener> asked = asked(read.request());
                if (asked.isEmpty()) {
                    lines.add("there is no http listener");
                }
                asked.forEach(listener -> explain(listener, read.request()));
            }
        }
        return List.copyOf(lines);
    }

    private static String head(String method, String url, List<Map.Entry<String, String>> headers) {
        int slashes = url.indexOf("://");
        int path = slashes < 0 ? 0 : url.indexOf('/', slashes + 3);
        String target = path < 0 ? "/" : url.substring(path);
        String authority = slashes < 0 ? "localhost" : url.substring(slashes + 3, path < 0 ? url.length() : path);
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(field -> field.getKey().equalsIgnoreCase("host"))) {
            head.append("Host: ").append(authority).append("\r\n");
        }
        headers.forEach(field -> head.append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** The listener of the port that is asked for, or all where none has it. */
    private List<HttpListener> asked(IncomingRequest request) {
        List<HttpListener> all = snapshot.config().listeners().keySet().stream()
                .map(name -> Optional.ofNullable(snapshot.httpListeners().get(name)))
                .flatMap(Optional::stream)
                .toList();
        List<HttpListener> ofPort = all.stream()
                .filter(listener -> listener.config().address().port() == request.port())
                .toList();
        return ofPort.isEmpty() ? all : ofPort;
    }

    private void explain(HttpListener listener, IncomingRequest request) {
        ListenerConfig config = listener.config();
        lines.add("listener " + listener.name() + " at " + config.address());
        RouteMatch<RoutePlan> match = new RouteMatch<>();
        PathParameters parameters = new PathParameters() {
            @Override
            public void get(int index, Slice into) {
                into.set(match.parameter(index));
            }

            @Override
            public int matchedPrefixLength() {
                return match.matchedPrefixLength();
            }
        };
        ClientAddress client = new ClientAddress();
        ClientAddress.Scheme scheme = config.tls().isPresent() ? ClientAddress.Scheme.HTTPS : ClientAddress.Scheme.HTTP;
        client.connected(new Slice().set(LOOPBACK, 0, LOOPBACK.length), 0, scheme);
        TemplateScope scope = new TemplateScope(request, parameters);
        listener.forwarding().identify(client, request.headers(), scope);
        request.comesFrom(client);
        request.isKnownAs(SAMPLE_ID);
        listener.routes().explain(request).toString().lines().forEach(line -> lines.add("  " + line));
        listener.routes().find(request, match);
        switch (match.outcome()) {
            case MATCHED -> act(match.plan(), scope, request, client, listener);
            case METHOD_NOT_ALLOWED -> lines.add("  " + answer(FailureKind.METHOD_NOT_ALLOWED));
            case NOT_FOUND -> lines.add("  " + answer(FailureKind.NO_ROUTE));
        }
    }

    private void act(
            RoutePlan plan, TemplateScope scope, IncomingRequest request, ClientAddress client, HttpListener listener) {
        switch (plan.action()) {
            case Action.Answer answer ->
                lines.add("  answers " + status(answer.respond().status()));
            case Action.Deny deny -> lines.add("  answers " + status(deny.status()));
            case Action.SendElsewhere elsewhere -> redirect(elsewhere.redirect(), scope);
            case Action.Forward forward -> {
                ForwardedRequest forwarded = new ForwardedRequest(
                        scope, new HopByHop(NameSet.of()), client, trace(listener, request, client));
                forwarded.forwarding(listener.forwarding());
                for (String name : forward.destination().upstreams()) {
                    scope.upstream(Slice.of(name));
                    forward(name, forwarded.prepare(request, plan) ? Optional.of(forwarded) : Optional.empty());
                }
            }
        }
    }

    private static TraceContext trace(HttpListener listener, IncomingRequest request, ClientAddress client) {
        TraceContext trace = new TraceContext();
        trace.begin(listener.tracing(), request.headers(), client.isPeerTrusted(), Randomness.seeded(SAMPLE_SEED));
        return trace;
    }

    private void redirect(Redirect redirect, TemplateScope scope) {
        ByteBuilder location = new ByteBuilder(128);
        lines.add(
                redirect.appendLocation(scope, location)
                        ? "  answers " + status(redirect.status()) + ", Location: " + location
                        : "  " + answer(FailureKind.BAD_REQUEST));
    }

    private void forward(String name, Optional<ForwardedRequest> forwarded) {
        if (forwarded.isEmpty()) {
            lines.add("  " + answer(FailureKind.BAD_REQUEST));
            return;
        }
        ByteBuilder target = new ByteBuilder(128);
        ByteBuilder host = new ByteBuilder(128);
        forwarded.get().target(target);
        forwarded.get().authority(host);
        lines.add("  forwards to upstream " + name);
        lines.add("    " + forwarded.get().method() + " " + target + " HTTP/1.1");
        lines.add("    Host: " + host);
        forwarded.get().fields((field, value) -> lines.add("    " + field + ": " + value));
        Upstream upstream = snapshot.upstreams().get(name);
        if (upstream == null || upstream.endpoints().isEmpty()) {
            lines.add("  no endpoints: " + answer(FailureKind.NO_ENDPOINT));
            return;
        }
        lines.add("  picks an endpoint by "
                + upstream.config().balance().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        upstream.endpoints()
                .forEach(endpoint -> lines.add("    " + endpoint.address() + " weight " + endpoint.weight()));
    }

    private static String answer(FailureKind kind) {
        return "answers " + status(FailureMapping.status(kind));
    }

    private static String status(int status) {
        return status + " " + StatusText.of(status);
    }
}
