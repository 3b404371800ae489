package peers;

import java.io.IOException;
import java.util.List;

/** The ports at which a proxy offers the same to its clients: all of them at once, in one process. */
record Entrances(int http, int routes, int tcp, int tls) {
    static Entrances free() throws IOException {
        List<Integer> ports = Site.freePorts(4);
        return new Entrances(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    int of(Entrance entrance) {
        return switch (entrance) {
            case HTTP -> http;
            case ROUTES -> routes;
            case TCP -> tcp;
            case TLS -> tls;
        };
    }

    /**
     * What a proxy does there. {@code HTTP} takes {@code /api} off the path; {@code ROUTES} has a thousand routes that take
     * {@code /serviceN} off, set two fields of the request, and one of the response in place of another; {@code TLS} is
     * {@code HTTP} with TLS ended.
     */
    enum Entrance {
        HTTP,
        ROUTES,
        TCP,
        TLS
    }
}
