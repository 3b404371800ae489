package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

record Postern(String program) implements Peer {
    @Override
    public String name() {
        return "postern";
    }

    @Override
    public Optional<String> version() {
        return Optional.of(Programs.version(program, "version"));
    }

    /** Its start-up cache, which it would otherwise make in the background of its first minute. */
    @Override
    public void getReady() {
        Programs.output(List.of(program, "warm-up"));
    }

    @Override
    public List<String> prepare(Site site, Path folder, Entrances entrances, boolean logs) throws IOException {
        StringBuilder text = new StringBuilder("""
                listeners:
                  plain: { address: "127.0.0.1:%d" }
                  many: { address: "127.0.0.1:%d" }
                  raw: { address: "127.0.0.1:%d", protocol: tcp, upstream: backend }
                  secure: { address: "127.0.0.1:%d", tls: { certificates: [site] } }
                certificates:
                  site: { certificate: %s, key: %s }
                upstreams:
                  backend: { endpoints: ["127.0.0.1:%d"], connections: { maxIdlePerEndpoint: 1024 } }
                routes:
                  api: { listeners: [plain, secure], match: { prefix: /api }, rewrite: /, upstream: backend }
                """.formatted(entrances.http(), entrances.routes(), entrances.tcp(), entrances.tls(),
                site.folder().resolve("cert.pem"), site.folder().resolve("key.pem"), site.backendPort()));
        for (int i = 0; i < Site.ROUTES; i++) {
            text.append("""
                      service%d: { listeners: [many], match: { prefix: /service%d }, rewrite: /, upstream: backend, requestHeaders: { set: { X-Service: "service%d", X-Client: "{client.ip}" } }, responseHeaders: { set: { X-Served-By: proxy }, remove: [Accept-Ranges] } }
                    """.formatted(i, i, i).indent(0).replaceFirst("^ *", "  "));
        }
        if (logs) {
            text.append("log: { access: { format: combined, to: ").append(folder.resolve("access.log")).append(" } }\n");
        }
        Path config = Files.writeString(folder.resolve("postern.yaml"), text);
        return List.of(program, "run", "--config", config.toString(), "--state", folder.resolve("state").toString());
    }
}
