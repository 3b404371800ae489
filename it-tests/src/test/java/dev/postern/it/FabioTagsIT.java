package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Consul whose services speak to Fabio by tags, and Postern in Fabio's place. */
class FabioTagsIT {
    private static void register(ConsulServer consul, String name, String id, Service service, String... tags) {
        String all = Arrays.stream(tags).map(tag -> '"' + tag + '"').collect(Collectors.joining(","));
        consul.register("{\"Name\":\"%s\",\"ID\":\"%s\",\"Address\":\"127.0.0.1\",\"Port\":%d,\"Tags\":[%s]}"
                .formatted(name, id, service.port(), all));
    }

    private static Program run(ConsulServer consul, Path folder) throws IOException {
        Path listeners = Files.writeString(folder.resolve("listeners.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                """);
        return Program.run(
                "run",
                "--state",
                folder.resolve("state").toString(),
                "--config",
                listeners.toString(),
                "--config",
                "consul://" + consul.address() + "?tags=urlprefix-");
    }

    @Test
    void servicesAreServedAsTheirTagsSay(@TempDir Path folder) throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client()) {
            register(consul, "users", "u1", one, "urlprefix-/users strip=/users", "urlprefix-/all", "blue");
            register(consul, "shop", "s1", two, "urlprefix-/shop prepend=/v2", "urlprefix-/own host=own.test");
            register(consul, "move", "m1", two, "urlprefix-/old redirect=301,https://new.test$path");
            try (Program program = run(consul, folder)) {
                String url = program.ready().url("web");
                assertTrue(
                        client.text(url + "/users/7?a=b").startsWith("one GET /7?a=b\n"),
                        client.text(url + "/users/7"));
                assertTrue(client.text(url + "/all/7").startsWith("one GET /all/7\n"));
                assertTrue(client.text(url + "/shop/7").startsWith("two GET /v2/shop/7\n"));
                assertTrue(client.text(url + "/own").contains("Host: own.test\n"), client.text(url + "/own"));
                assertEquals("404", client.text(url + "/usersx"));
                HttpResponse<String> moved = client.get(url + "/old/x?y=z");
                assertEquals(301, moved.statusCode());
                assertEquals(
                        "https://new.test/old/x?y=z",
                        moved.headers().firstValue("Location").orElseThrow());
            }
        }
    }

    @Test
    void whatServicesSayIsFollowedAndBadTagsHoldBackNothing(@TempDir Path folder) throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client()) {
            register(consul, "users", "u1", one, "urlprefix-/users");
            try (Program program = run(consul, folder)) {
                String url = program.ready().url("web");
                assertTrue(client.text(url + "/users").startsWith("one"));

                register(consul, "users", "u2", two, "urlprefix-/users weight=0.5");
                program.eventually(
                        "the second instance", () -> client.text(url + "/users").startsWith("two"));

                register(consul, "bad", "b1", two, "urlprefix-/bad auth=basic", "urlprefix-/good");
                program.eventually(
                        "the good tag", () -> client.text(url + "/good").startsWith("two"));
                assertEquals("404", client.text(url + "/bad"));
                String problem =
                        "consul service bad: the tag \"urlprefix-/bad auth=basic\" is left out: the option auth"
                                + " is not supported";
                program.eventually("the problem", () -> program.err().contains(problem.replace("\"", "\\\"")));

                register(consul, "tls", "t1", two, "urlprefix-/secure proto=grpc");
                program.eventually(
                        "what the language has not yet", () -> program.err().contains("fabio_secure"));
                assertTrue(client.text(url + "/users").contains(" GET /users"));

                consul.deregister("u1");
                consul.deregister("u2");
                program.eventually("the end", () -> client.text(url + "/users").equals("404"));
                assertTrue(client.text(url + "/good").startsWith("two"));
            }
        }
    }

    @Test
    void whatTheyLastSaidServesWhileConsulIsAway(@TempDir Path folder) throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Client client = new Client()) {
            register(consul, "users", "u1", one, "urlprefix-/users");
            try (Program program = run(consul, folder)) {
                String url = program.ready().url("web");
                assertTrue(client.text(url + "/users").startsWith("one"));
                // why: state is saved behind the first answer
                program.eventually("saved", () -> Program.hasSaved(folder.resolve("state")));
                consul.kill();
                program.eventually("the loss", () -> program.err().contains("connection refused"));
                assertTrue(client.text(url + "/users").startsWith("one"));
            }
            try (Program program = run(consul, folder)) {
                String url = program.ready().url("web");
                assertTrue(client.text(url + "/users").startsWith("one"), program.err());
            }
        }
    }
}
