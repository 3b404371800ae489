package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import dev.postern.ports.teststores.EtcdServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code publish} writes is what a running proxy takes. */
class PublishIT {
    @TempDir
    private Path folder = Path.of("");

    private String write(int routes, String text) throws IOException {
        StringBuilder yaml = new StringBuilder("listeners: { web: { address: \"127.0.0.1:0\" } }\nroutes:\n");
        for (int i = 0; i < routes; i++) {
            yaml.append("  r%d: { match: { path: /%d }, respond: %s }\n".formatted(i, i, text));
        }
        return Files.writeString(folder.resolve("postern.yaml"), yaml).toString();
    }

    private static String publish(String... more) throws IOException {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "publish";
        System.arraycopy(more, 0, arguments, 1, more.length);
        try (Program program = Program.run(arguments)) {
            assertEquals(0, program.exitCode(), program.output());
            return program.out();
        }
    }

    private void followed(String uri) throws IOException {
        publish(write(3, "one"), "--to", uri);
        try (Program program = Program.run(
                        "run",
                        "--config",
                        uri,
                        "--state",
                        folder.resolve("state").toString());
                Client client = new Client()) {
            String url = program.ready().url("web");
            assertEquals("one", client.text(url + "/0"));
            String dry = publish(write(300, "two"), "--to", uri, "--dry-run");
            assertTrue(dry.contains("would publish: 297 added, 3 changed, 0 removed, 1 as they were"), dry);
            assertEquals("one", client.text(url + "/0"));
            String done = publish(write(300, "two"), "--to", uri);
            assertTrue(done.contains("published: 297 added, 3 changed") && done.contains("transactions"), done);
            program.eventually("two", () -> client.text(url + "/299").equals("two"));
            assertEquals("two", client.text(url + "/0"));
            assertTrue(publish(write(300, "two"), "--to", uri).startsWith("nothing to publish"));
            publish(write(299, "two"), "--to", uri);
            program.eventually("gone", () -> client.text(url + "/299").equals("404"));
        }
    }

    @Test
    void aProxyFollowsWhatIsPublishedToEtcd() throws IOException {
        try (EtcdServer etcd = EtcdServer.start()) {
            followed("etcd://" + etcd.address() + "/postern");
        }
    }

    @Test
    void aProxyFollowsWhatIsPublishedToConsul() throws IOException {
        try (ConsulServer consul = ConsulServer.start()) {
            followed("consul://" + consul.address() + "/postern");
        }
    }

    @Test
    void aBackendThatRunsBelowRegisterIsServedAndLeavesBeforeItEnds() throws IOException {
        try (EtcdServer etcd = EtcdServer.start();
                Service backend = new Service("backend");
                Client client = new Client()) {
            Path file = Files.writeString(folder.resolve("proxy.yaml"), """
                    listeners: { web: { address: "127.0.0.1:0" } }
                    changes: { hold: 1s }
                    routes: { all: { upstream: users } }
                    upstreams: { users: { discover: { etcd: { prefix: /services/users, address: "%s" } } } }
                    """.formatted(etcd.address()));
            try (Program proxy = Program.run("run", "--config", file.toString())) {
                String url = proxy.ready().url("web");
                assertEquals("503", client.text(url));
                String[] register = {
                    "register",
                    "--etcd",
                    etcd.address(),
                    "--service",
                    "users",
                    "--address",
                    "127.0.0.1:" + backend.port()
                };
                try (Program registered = Program.run(register)) {
                    proxy.eventually("served", () -> client.text(url).startsWith("backend"));
                    registered.terminate();
                    assertEquals(0, registered.exitCode(), registered.output());
                    proxy.eventually("not served", () -> client.text(url).equals("503"));
                }
                String[] around = new String[register.length + 4];
                System.arraycopy(register, 0, around, 0, register.length);
                System.arraycopy(new String[] {"--", "sh", "-c", "exit 7"}, 0, around, register.length, 4);
                try (Program registered = Program.run(around)) {
                    assertEquals(7, registered.exitCode(), registered.output());
                }
            }
        }
    }
}
