package dev.postern.app.admin;

import dev.postern.app.admin.Operation.Content;
import dev.postern.app.service.ConfigControl;
import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.config.Spellings;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes single endpoints out of use and back, for those who deploy. A wish holds until it is taken back, or a restart. */
final class EndpointOperations {
    private final ConfigControl config;
    private final ProxyTransport transport;

    EndpointOperations(ConfigControl config, ProxyTransport transport) {
        this.config = config;
        this.transport = transport;
    }

    List<Operation> all() {
        return List.of(
                new Operation(
                        "POST",
                        "/upstreams/drain",
                        "an endpoint takes no new clients (close=true: nor keeps unused connections)",
                        List.of("upstream", "endpoint", "close"),
                        Content.NOTHING,
                        this::drain),
                new Operation(
                        "POST",
                        "/upstreams/resume",
                        "takes /upstreams/drain back",
                        List.of("upstream", "endpoint"),
                        Content.NOTHING,
                        this::resume));
    }

    /**
     * How it is now.
     *
     * @param othersServing how many other endpoints of the upstream take new clients
     */
    private record Drained(
            String upstream,
            String endpoint,
            Availability.State state,
            long inFlight,
            long connections,
            long othersServing) {}

    private Answer drain(Ask ask) throws RefusedException {
        Endpoint endpoint = endpoint(ask);
        return done(
                endpoint,
                switch (ask.parameter("close").orElse("false")) {
                    case "true" -> Drain.CLOSE;
                    case "false" -> Drain.ON;
                    default -> throw new RefusedException(400, "The query parameter 'close' is true or false.");
                });
    }

    private Answer resume(Ask ask) throws RefusedException {
        Endpoint endpoint = endpoint(ask);
        if (endpoint.drain() != Drain.OFF) {
            throw new RefusedException(
                    409, endpoint.id() + " is drained by the configuration; take the key 'drain' away there.");
        }
        return done(endpoint, Drain.OFF);
    }

    private Answer done(Endpoint endpoint, Drain wanted) throws RefusedException {
        if (!transport.drain(endpoint.id(), wanted)) {
            throw new RefusedException(404, endpoint.id() + " has just left.");
        }
        Map<EndpointId, EndpointCounts> all = transport.endpoints();
        EndpointCounts now = all.get(endpoint.id());
        if (now == null) {
            throw new RefusedException(404, endpoint.id() + " has just left.");
        }
        long others = all.values().stream()
                .filter(each -> each.id().upstream().equals(endpoint.id().upstream())
                        && !each.id().equals(endpoint.id())
                        && new Availability(each.state(), 0).isServing())
                .count();
        return Answer.ok(new Drained(
                endpoint.id().upstream(),
                endpoint.address().toString(),
                now.state(),
                now.inFlight(),
                now.open(),
                others));
    }

    private Endpoint endpoint(Ask ask) throws RefusedException {
        Snapshot snapshot =
                config.snapshot().orElseThrow(() -> new RefusedException(503, "No configuration is in force yet."));
        String name = ask.required("upstream");
        Upstream upstream = Optional.ofNullable(snapshot.upstreams().get(name))
                .orElseThrow(() -> unknown(
                        "There is no upstream '" + name + "'",
                        name,
                        List.copyOf(snapshot.upstreams().keySet())));
        String address = ask.required("endpoint");
        List<String> addresses = upstream.endpoints().stream()
                .map(each -> each.address().toString())
                .toList();
        return upstream.endpoints().stream()
                .filter(each -> each.address().toString().equals(address))
                .findFirst()
                .orElseThrow(
                        () -> unknown("Upstream " + name + " has no endpoint '" + address + "'", address, addresses));
    }

    private static RefusedException unknown(String what, String given, List<String> known) {
        String hint = Spellings.nearest(given, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(".");
        return new RefusedException(404, what + hint);
    }
}
