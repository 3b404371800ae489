package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import peers.Entrances.Entrance;

record Caddy() implements Peer {
    @Override
    public String name() {
        return "caddy";
    }

    @Override
    public Optional<String> version() {
        return Programs.find("caddy").map(program -> Programs.version(program, "version"));
    }

    @Override
    public boolean offers(Entrance entrance) {
        return entrance != Entrance.TCP;
    }

    @Override
    public boolean keepsPace() {
        return false;
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        String log = logs ? "log {\n output file " + folder.resolve("access.log") + "\n}" : "";
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < Site.ROUTES; i++) {
            routes.append("""
                    handle_path /service%d/* {
                        header -Accept-Ranges
                        header X-Served-By proxy
                        reverse_proxy 127.0.0.1:%d {
                            header_up X-Service service%d
                            header_up X-Client {remote_host}
                        }
                    }
                    """.formatted(i, site.backendPort(), i));
        }
        Path config = Files.writeString(folder.resolve("Caddyfile"), """
                {
                    admin off
                    auto_https off
                    default_sni localhost
                }
                http://127.0.0.1:%1$d {
                    %2$s
                    handle_path /api/* {
                        reverse_proxy 127.0.0.1:%3$d
                    }
                }
                https://localhost:%4$d, https://127.0.0.1:%4$d {
                    bind 127.0.0.1
                    %2$s
                    tls %5$s/cert.pem %5$s/key.pem
                    handle_path /api/* {
                        reverse_proxy 127.0.0.1:%3$d
                    }
                }
                http://127.0.0.1:%6$d {
                %7$s
                }
                """.formatted(entrances.http(), log, site.backendPort(), entrances.tls(), site.folder(), entrances.routes(), routes));
        return List.of("env", "GOMAXPROCS=" + site.proxyCoreCount(), "XDG_DATA_HOME=" + folder, "XDG_CONFIG_HOME=" + folder,
                Programs.need("caddy", ""), "run", "--adapter", "caddyfile", "--config", config.toString());
    }
}
