package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import java.util.stream.Stream;

/**
 * The names of the way that a request took, in lines of JSON: most take one of few ways, which are kept as they are written.
 * One worker's.
 */
final class JsonWay {
    private static final byte[] ROUTE = Ascii.bytes(",\"route\":\"");
    private static final byte[] UPSTREAM = Ascii.bytes(",\"upstream\":\"");
    private static final byte[] ENDPOINT = Ascii.bytes(",\"endpoint\":\"");
    /** A power of two. */
    private static final int KEPT = 256;

    private final Written[] kept = Stream.generate(Written::new).limit(KEPT).toArray(Written[]::new);

    /** One way, and how it is written; used again for another one. */
    private static final class Written {
        private final ByteBuilder text = new ByteBuilder(64);
        private String route = "";
        private String upstream = "";
        private String endpoint = "";

        boolean is(String itsRoute, String itsUpstream, String itsEndpoint) {
            return endpoint.equals(itsEndpoint) && route.equals(itsRoute) && upstream.equals(itsUpstream);
        }

        void write(String itsRoute, String itsUpstream, String itsEndpoint) {
            route = itsRoute;
            upstream = itsUpstream;
            endpoint = itsEndpoint;
            text.clear();
            append(ROUTE, route);
            append(UPSTREAM, upstream);
            append(ENDPOINT, endpoint);
        }

        private void append(byte[] key, String name) {
            if (!name.isEmpty()) {
                LineText.appendJson(name, text.append(key));
                text.append('"');
            }
        }
    }

    /** Keys and values; nothing where a name is empty. */
    void append(String route, String upstream, String endpoint, ByteBuilder line) {
        Written way = kept[(31 * route.hashCode() + endpoint.hashCode()) & (KEPT - 1)];
        if (!way.is(route, upstream, endpoint)) {
            way.write(route, upstream, endpoint);
        }
        line.append(way.text.array(), 0, way.text.length());
    }
}
