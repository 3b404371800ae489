package dev.postern.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A proxy with an admin page before two backends, of which one can be made to die and to come back; and traffic on demand. */
final class PageScene implements AutoCloseable {

    private final Path file;
    private final String token;
    private final Service steady = new Service("steady");
    private final Program program;
    private final String admin;
    private final Client client = new Client();
    private final AtomicBoolean isBusy = new AtomicBoolean(true);
    private MoodyService moody = MoodyService.start("moody");

    /** @param token what the admin API asks for; empty for nothing */
    PageScene(Path folder, String token) throws IOException {
        this.token = token;
        file = folder.resolve("postern.yaml");
        write("one");
        program = Program.runIn(folder, Map.of(), "run", "--config", "postern.yaml")
                .ready();
        admin = program.admin();
    }

    /** @param answer of a route, so that there is something to change */
    void write(String answer) throws IOException {
        Files.writeString(file, """
                listeners:
                  web: { address: "127.0.0.1:0" }
                  database: { address: "127.0.0.1:0", protocol: tcp, upstream: database }
                admin: { address: "127.0.0.1:0"%s }
                routes:
                  about: { match: { path: /about }, respond: %s }
                  orders: { match: { prefix: /orders, methods: [GET, POST] }, upstream: orders }
                  users: { match: { prefix: /users }, split: { users: 9, orders: 1 } }
                upstreams:
                  users: { endpoints: ["127.0.0.1:%d"] }
                  orders:
                    endpoints: ["127.0.0.1:%d", "127.0.0.1:%d"]
                    health: { path: /health, interval: 200ms, unhealthyAfter: 2, healthyAfter: 1 }
                  database: { endpoints: ["127.0.0.1:%d"] }
                """.formatted(
                        token.isEmpty() ? "" : ", token: " + token,
                        answer,
                        steady.port(),
                        steady.port(),
                        moody.port(),
                        steady.port()));
    }

    void writeNonsense() throws IOException {
        Files.writeString(file, Files.readString(file).replace("upstream: orders }", "upstream: odrers }"));
    }

    /** Until the scene is closed. */
    void keepBusy() {
        String web = program.url("web");
        Thread.ofVirtual().start(() -> {
            for (int i = 0; isBusy.get(); i++) {
                client.text(web + "/users/" + i);
                client.text(web + (i % 5 == 0 ? "/nowhere" : "/orders/" + i));
                // why: a load that swells and falls can be told from one that stands still.
                LockSupport.parkNanos(6_000_000 + (long) (4e6 * Math.sin(i / 600.0)));
            }
        });
    }

    String admin() {
        return admin;
    }

    Client client() {
        return client;
    }

    String moodyAddress() {
        return "127.0.0.1:" + moody.port();
    }

    void killTheMoodyOne() {
        moody.kill();
    }

    void reviveTheMoodyOne() throws IOException {
        moody = MoodyService.start("moody", moody.port());
    }

    @Override
    public void close() {
        isBusy.set(false);
        program.close();
        moody.close();
        steady.close();
        client.close();
    }
}
