package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

record Traefik() implements Peer {
    @Override
    public String name() {
        return "traefik";
    }

    @Override
    public Optional<String> version() {
        return Programs.find("traefik").map(program -> Programs.version(program, "version"));
    }

    @Override
    public boolean keepsPace() {
        return false;
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        StringBuilder routers = new StringBuilder();
        StringBuilder middlewares = new StringBuilder();
        for (int i = 0; i < Site.ROUTES; i++) {
            routers.append("    service%1$d: { entryPoints: [many], rule: \"PathPrefix(`/service%1$d/`)\", middlewares: [strip%1$d, edit%1$d], service: backend }%n"
                    .formatted(i));
            // Of the client's address it has a field of its own, X-Real-Ip, which it always sets.
            middlewares.append("""
                        strip%1$d: { stripPrefix: { prefixes: [/service%1$d] } }
                        edit%1$d: { headers: { customRequestHeaders: { X-Service: service%1$d }, customResponseHeaders: { X-Served-By: proxy, Accept-Ranges: "" } } }
                    """.formatted(i));
        }
        Path dynamic = Files.writeString(folder.resolve("dynamic.yaml"), """
                http:
                  routers:
                    plain: { entryPoints: [plain], rule: "PathPrefix(`/api/`)", middlewares: [api], service: backend }
                    secure: { entryPoints: [secure], rule: "PathPrefix(`/api/`)", middlewares: [api], service: backend, tls: {} }
                %1$s
                  middlewares:
                    api: { stripPrefix: { prefixes: [/api] } }
                %2$s
                  services:
                    backend: { loadBalancer: { servers: [ { url: "http://127.0.0.1:%3$d" } ] } }
                tcp:
                  routers:
                    raw: { entryPoints: [raw], rule: "HostSNI(`*`)", service: backend }
                  services:
                    backend: { loadBalancer: { servers: [ { address: "127.0.0.1:%3$d" } ] } }
                tls:
                  certificates: [ { certFile: %4$s/cert.pem, keyFile: %4$s/key.pem } ]
                """.formatted(routers, middlewares, site.backendPort(), site.folder()));
        Path config = Files.writeString(folder.resolve("traefik.yaml"), """
                global: { checkNewVersion: false, sendAnonymousUsage: false }
                log: { level: ERROR }
                serversTransport: { maxIdleConnsPerHost: 1024 }
                %s
                entryPoints:
                  plain: { address: "127.0.0.1:%d" }
                  secure: { address: "127.0.0.1:%d" }
                  many: { address: "127.0.0.1:%d" }
                  raw: { address: "127.0.0.1:%d" }
                providers: { file: { filename: %s } }
                """.formatted(logs ? "accessLog: { filePath: " + folder.resolve("access.log") + " }" : "",
                entrances.http(), entrances.tls(), entrances.routes(), entrances.tcp(), dynamic));
        return List.of("env", "GOMAXPROCS=" + site.proxyCoreCount(), Programs.need("traefik", ""), "--configFile=" + config);
    }
}
