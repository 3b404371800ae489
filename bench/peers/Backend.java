package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx serving files, which is never what limits the rate. */
final class Backend {
    private Backend() {}

    static Running start(Site site) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(site.folder(), "backend");
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log %1$s/error.log; worker_processes %2$d; worker_rlimit_nofile 20000;
                events { worker_connections 16000; }
                http { access_log off; keepalive_timeout 600s; keepalive_requests 1000000000; sendfile on; tcp_nopush off; open_file_cache max=100 inactive=600s;
                    client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c; uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                    server { listen 127.0.0.1:%3$d backlog=4096; root %4$s;
                        location = /small { default_type text/plain; return 200 "hello world"; }
                        location = /post { default_type text/plain; return 200 "taken"; } } }
                """.formatted(folder, Math.max(1, Runtime.getRuntime().availableProcessors() - 1), site.backendPort(),
                site.folder().resolve("www")));
        List<String> command = List.of(Programs.need("nginx", "as backend"), "-c", config.toString(), "-e",
                folder.resolve("error.log").toString());
        Running running = Running.start("backend", Site.on(site.otherCores(), command), folder.resolve("output.log"));
        running.awaitPort(site.backendPort());
        return running;
    }
}
