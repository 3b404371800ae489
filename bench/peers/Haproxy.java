package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

record Haproxy() implements Peer {
    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public Optional<String> version() {
        return Programs.find("haproxy").map(program -> Programs.version(program, "-v"));
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < Site.ROUTES; i++) {
            routes.append("/service%d/ service%d%n".formatted(i, i));
        }
        Path map = Files.writeString(folder.resolve("routes.map"), routes);
        String api = """
                    http-request deny unless { path_beg /api/ }
                    http-request replace-path /api/(.*) /\\1
                    http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
                    default_backend backend
                """;
        // It logs to a socket or to standard output, not to a file.
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                    nbthread %1$d
                    maxconn 9000
                    %2$s
                defaults
                    mode http
                    %3$s
                    timeout client 600s
                    timeout server 600s
                    timeout connect 5s
                    http-reuse always
                    option forwardfor
                frontend plain
                    bind 127.0.0.1:%4$d
                %5$s
                frontend secure
                    bind 127.0.0.1:%6$d ssl crt %7$s/both.pem
                %5$s
                frontend many
                    bind 127.0.0.1:%8$d
                    http-request set-var(txn.service) path,map_beg(%9$s)
                    http-request deny unless { var(txn.service) -m found }
                    http-request replace-path /[^/]*/(.*) /\\1
                    http-request set-header X-Service %%[var(txn.service)]
                    http-request set-header X-Client %%[src]
                    http-response set-header X-Served-By proxy
                    http-response del-header Accept-Ranges
                    default_backend backend
                frontend raw
                    mode tcp
                    bind 127.0.0.1:%10$d
                    default_backend raw
                backend raw
                    mode tcp
                    server s 127.0.0.1:%11$d
                backend backend
                    server s 127.0.0.1:%11$d pool-max-conn 1024
                """.formatted(site.proxyCoreCount(), logs ? "log stdout format raw local0" : "", logs ? "log global\n    option httplog" : "",
                entrances.http(), api, entrances.tls(), site.folder(), entrances.routes(), map, entrances.tcp(), site.backendPort()));
        return List.of(Programs.need("haproxy", ""), "-db", "-f", config.toString());
    }
}
