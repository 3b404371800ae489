package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import peers.Entrances.Entrance;

record Nginx() implements Peer {
    private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Optional<String> version() {
        return Programs.find("nginx").map(program -> Programs.version(program, "-v"));
    }

    /** Its module for TCP may be left out, or, as at Debian, be a package of its own. */
    @Override
    public boolean offers(Entrance entrance) {
        return entrance != Entrance.TCP || Files.exists(STREAM) || Programs.output(List.of(Programs.need("nginx", ""), "-V")).contains("--with-stream ");
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < Site.ROUTES; i++) {
            routes.append("""
                        location /service%d/ { proxy_pass http://backend/; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
                            proxy_set_header X-Service service%d; proxy_set_header X-Client $remote_addr; proxy_hide_header Accept-Ranges; add_header X-Served-By proxy; }
                    """.formatted(i, i));
        }
        String location = """
                location /api/ { proxy_pass http://backend/; proxy_set_header Connection ""; proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; }
                """;
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes %2$d; worker_rlimit_nofile 20000;
                %3$s
                events { worker_connections 16000; }
                %4$s
                http {
                    %6$s
                    client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c; uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                    keepalive_timeout 600s; keepalive_requests 1000000000; proxy_http_version 1.1; tcp_nodelay on; proxy_max_temp_file_size 0;
                    upstream backend { server 127.0.0.1:%5$d; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s; }
                    server { listen 127.0.0.1:%7$d; %8$s }
                    server { listen 127.0.0.1:%9$d ssl; ssl_certificate %10$s/cert.pem; ssl_certificate_key %10$s/key.pem;
                        ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m; %8$s }
                    server { listen 127.0.0.1:%11$d; %12$s }
                }
                """.formatted(folder, site.proxyCoreCount(), Files.exists(STREAM) ? "load_module " + STREAM + ";" : "",
                offers(Entrance.TCP) ? "stream { server { listen 127.0.0.1:%d; proxy_pass 127.0.0.1:%d; } }".formatted(entrances.tcp(), site.backendPort()) : "",
                site.backendPort(),
                logs ? "access_log " + folder.resolve("access.log") + " combined;" : "access_log off;",
                entrances.http(), location, entrances.tls(), site.folder(), entrances.routes(), routes));
        return List.of(Programs.need("nginx", ""), "-c", config.toString(), "-e", folder.resolve("error.log").toString());
    }
}
