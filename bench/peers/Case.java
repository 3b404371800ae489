package peers;

import java.util.List;
import peers.Entrances.Entrance;

/**
 * One shape of load.
 *
 * @param isFresh whether each request has a connection of its own
 * @param script what wrk runs to make its requests; empty for a GET of the path
 * @param logs whether the proxies write an access log meanwhile
 */
record Case(String name, Entrance entrance, String path, int connections, boolean isFresh, String script, boolean logs) {
    private static final String POST = """
            wrk.method = "POST"
            wrk.body = string.rep("x", 10240)
            """;
    private static final String ALL_ROUTES = """
            local requests, at = {}, 0
            function init(args)
              for i = 0, %d do requests[i] = wrk.format("GET", "/service" .. i .. "/small?item=42") end
            end
            function request()
              at = (at + 7) %% %d
              return requests[at]
            end
            """.formatted(Site.ROUTES - 1, Site.ROUTES);

    static final Case SMALL = get("small GET, 64 connections", "/api/small", 64);

    static final List<Case> ALL = List.of(
            SMALL,
            get("small GET, 1 connection", "/api/small", 1),
            get("small GET, 1,000 connections", "/api/small", 1_000),
            get("GET 1 KiB", "/api/1k", 64),
            get("GET 100 KiB", "/api/100k", 64),
            get("GET 10 MiB", "/api/10m", 16),
            new Case("POST 10 KiB", Entrance.HTTP, "/api/post", 64, false, POST, false),
            new Case("a new connection for each request", Entrance.HTTP, "/api/small", 64, true, "", false),
            new Case("1,000 routes, rewriting, header edits", Entrance.ROUTES, "/", 64, false, ALL_ROUTES, false),
            new Case("small GET, access log on", Entrance.HTTP, "/api/small", 64, false, "", true),
            new Case("TCP relay, small GET", Entrance.TCP, "/small", 64, false, "", false),
            new Case("TCP relay, 10 MiB", Entrance.TCP, "/10m", 16, false, "", false),
            new Case("TLS, small GET", Entrance.TLS, "/api/small", 64, false, "", false),
            new Case("TLS, 100 KiB", Entrance.TLS, "/api/100k", 64, false, "", false));

    private static Case get(String name, String path, int connections) {
        return new Case(name, Entrance.HTTP, path, connections, false, "", false);
    }
}
