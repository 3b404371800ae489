package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

record Envoy() implements Peer {
    private static final String TYPE = "type.googleapis.com/envoy.extensions.";

    @Override
    public String name() {
        return "envoy";
    }

    @Override
    public Optional<String> version() {
        return Programs.find("envoy").map(program -> Programs.version(program, "--version"));
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        String log = logs
                ? ", access_log: [ { name: file, typed_config: { \"@type\": %saccess_loggers.file.v3.FileAccessLog, path: %s } } ]"
                        .formatted(TYPE, folder.resolve("access.log"))
                : "";
        String api = "{ match: { prefix: /api/ }, route: { cluster: backend, prefix_rewrite: /, timeout: 0s } }";
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < Site.ROUTES; i++) {
            routes.append(i == 0 ? "" : ", ").append("""
                    { match: { prefix: /service%1$d/ }, route: { cluster: backend, prefix_rewrite: /, timeout: 0s },
                      request_headers_to_add: [
                        { header: { key: X-Service, value: service%1$d }, append_action: OVERWRITE_IF_EXISTS_OR_ADD },
                        { header: { key: X-Client, value: "%%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%%" }, append_action: OVERWRITE_IF_EXISTS_OR_ADD } ],
                      response_headers_to_add: [ { header: { key: X-Served-By, value: proxy }, append_action: OVERWRITE_IF_EXISTS_OR_ADD } ],
                      response_headers_to_remove: [ Accept-Ranges ] }
                    """.formatted(i));
        }
        String secure = """
                , transport_socket: { name: envoy.transport_sockets.tls, typed_config: { "@type": %1$stransport_sockets.tls.v3.DownstreamTlsContext,
                    common_tls_context: { tls_certificates: [ { certificate_chain: { filename: %2$s/cert.pem }, private_key: { filename: %2$s/key.pem } } ] } } }
                """.formatted(TYPE, site.folder()).strip();
        Path config = Files.writeString(folder.resolve("envoy.yaml"), """
                static_resources:
                  listeners:
                  - %s
                  - %s
                  - %s
                  - %s
                  clusters:
                  - name: backend
                    type: STATIC
                    connect_timeout: 5s
                    circuit_breakers: { thresholds: [ { max_connections: 100000, max_pending_requests: 100000, max_requests: 100000 } ] }
                    load_assignment: { cluster_name: backend, endpoints: [ { lb_endpoints: [ { endpoint: { address: %s } } ] } ] }
                """.formatted(
                http(entrances.http(), "plain", api, log, ""), http(entrances.tls(), "secure", api, log, secure),
                http(entrances.routes(), "many", routes.toString(), log, ""), tcp(entrances.tcp()), address(site.backendPort())));
        return List.of(Programs.need("envoy", ""), "-c", config.toString(), "--concurrency", Integer.toString(site.proxyCoreCount()),
                "--disable-hot-restart", "--log-level", "error");
    }

    private static String address(int port) {
        return "{ socket_address: { address: 127.0.0.1, port_value: " + port + " } }";
    }

    private static String http(int port, String name, String routes, String log, String socket) {
        return """
                { name: %1$s, address: %2$s, filter_chains: [ { filters: [ { name: envoy.filters.network.http_connection_manager, typed_config: {
                    "@type": %3$sfilters.network.http_connection_manager.v3.HttpConnectionManager, stat_prefix: %1$s, use_remote_address: true%4$s,
                    http_filters: [ { name: envoy.filters.http.router, typed_config: { "@type": %3$sfilters.http.router.v3.Router } } ],
                    route_config: { name: %1$s, virtual_hosts: [ { name: all, domains: [ "*" ], routes: [ %5$s ] } ] } } } ]%6$s } ] }
                """.formatted(name, address(port), TYPE, log, routes, socket).replace("\n", " ");
    }

    private static String tcp(int port) {
        return """
                { name: raw, address: %s, filter_chains: [ { filters: [ { name: envoy.filters.network.tcp_proxy, typed_config: {
                    "@type": %sfilters.network.tcp_proxy.v3.TcpProxy, stat_prefix: raw, cluster: backend } } ] } ] }
                """.formatted(address(port), TYPE).replace("\n", " ");
    }
}
