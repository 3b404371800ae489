package dev.postern.domain.routing;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.PathPattern.Literal;
import dev.postern.domain.routing.PathPattern.Parameter;
import dev.postern.domain.routing.PathPattern.Rest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A plain request, without header fields or an address, as it would belong to a route. Immutable. */
record SampleRequest(Slice method, boolean isSecure, Slice host, int port, Slice path, Slice query)
        implements RequestView {
    private static final Slice NOTHING = new Slice();

    /** A request for the first of the route's hosts; empty where a regex would have to be made up for. */
    static Optional<SampleRequest> of(CompiledRoute<?> route, boolean isSecure, int port) {
        if (route.pathKind() == CompiledRoute.PathKind.REGEX) {
            return Optional.empty();
        }
        HostPattern host = route.hosts().getFirst();
        String name = switch (host.kind()) {
            case EXACT -> host.toString();
            case WILDCARD -> "any" + host.toString().substring(1);
            case ANY -> "any.invalid";
        };
        MethodSet methods = route.methods();
        Slice get = Slice.of("GET");
        byte[] first = methods.isAll() || methods.accepts(get) ? get.array() : methods.name(0);
        return Optional.of(new SampleRequest(
                new Slice().set(first, 0, first.length),
                isSecure,
                Slice.of(name),
                port,
                Slice.of(path(route.pattern())),
                NOTHING));
    }

    private static String path(PathPattern pattern) {
        StringBuilder path = new StringBuilder();
        for (PathPattern.Segment segment : pattern.segments()) {
            path.append('/');
            switch (segment) {
                case Literal literal -> path.append(text(literal.text));
                case Parameter p -> path.append(text(p.before)).append('x').append(text(p.after));
                case Rest _ -> path.append('x');
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public Slice authority() {
        return host;
    }

    @Override
    public boolean hasQuery() {
        return !query.isEmpty();
    }

    @Override
    public HeaderFields headers() {
        return HeaderFields.NONE;
    }

    @Override
    public Slice clientAddress() {
        return NOTHING;
    }

    @Override
    public Slice clientIp() {
        return NOTHING;
    }

    @Override
    public int clientPort() {
        return 0;
    }

    @Override
    public Slice requestId() {
        return NOTHING;
    }

    @Override
    public Slice tlsServerName() {
        return NOTHING;
    }

    @Override
    public Slice tlsVersion() {
        return NOTHING;
    }
}
