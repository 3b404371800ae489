package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.ConsulServer;
import dev.postern.ports.teststores.EtcdServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StoresIT {
    private static final String LISTENER = "{ address: \"127.0.0.1:0\" }";

    @Test
    void aConfigurationInConsulIsFollowedAndOutlivesIt() throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                Client client = new Client()) {
            consul.put("postern/listeners/web", LISTENER);
            consul.put("postern/routes/hello", "{ respond: one }");
            try (Program program = Program.run("run", "--config", "consul://" + consul.address() + "/postern")) {
                String url = program.ready().url("web");
                assertEquals("one", client.text(url + "/"));
                consul.put("postern/routes/hello", "{ respond: two }");
                program.eventually("the change", () -> client.text(url + "/").equals("two"));
                consul.put("postern/routes/hello", "{ respnd: three }");
                program.eventually("the problem", () -> program.err().contains("respnd"));
                assertEquals("two", client.text(url + "/"));
                consul.kill();
                assertEquals("two", client.text(url + "/"));
                assertTrue(program.isRunning());
            }
        }
    }

    private static String definition(String id, Service service) {
        return "{\"Name\":\"users\",\"ID\":\"" + id + "\",\"Address\":\"127.0.0.1\",\"Port\":" + service.port() + "}";
    }

    @Test
    void endpointsThatConsulKnowsAreServed() throws IOException {
        try (ConsulServer consul = ConsulServer.start();
                Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client()) {
            consul.put("postern/listeners/web", LISTENER);
            consul.put("postern/routes/all", "{ upstream: users }");
            consul.put(
                    "postern/upstreams/users",
                    "{ discover: { consul: { service: users, address: \"" + consul.address() + "\" } } }");
            consul.register(definition("u1", one));
            try (Program program = Program.run("run", "--config", "consul://" + consul.address() + "/postern")) {
                String url = program.ready().url("web");
                program.eventually("the first", () -> client.text(url + "/").startsWith("one"));
                consul.register(definition("u2", two));
                program.eventually("the second", () -> client.text(url + "/").startsWith("two"));
            }
        }
    }

    @Test
    void aConfigurationInEtcdIsFollowedAndOutlivesIt() throws IOException {
        try (EtcdServer etcd = EtcdServer.start();
                Service one = new Service("one");
                Client client = new Client()) {
            etcd.put("postern/listeners/web", LISTENER);
            etcd.put("postern/routes/hello", "{ match: { path: /hello }, respond: one }");
            etcd.put("postern/routes/all", "{ upstream: users }");
            etcd.put(
                    "postern/upstreams/users",
                    "{ discover: { etcd: { prefix: services/users, address: \"" + etcd.address() + "\" } } }");
            etcd.put("services/users/1", "127.0.0.1:" + one.port());
            try (Program program = Program.run("run", "--config", "etcd://" + etcd.address() + "/postern")) {
                String url = program.ready().url("web");
                assertEquals("one", client.text(url + "/hello"));
                program.eventually("the endpoint", () -> client.text(url + "/").startsWith("one GET"));
                etcd.put("postern/routes/hello", "{ match: { path: /hello }, respond: two }");
                program.eventually(
                        "the change", () -> client.text(url + "/hello").equals("two"));
                etcd.kill();
                assertEquals("two", client.text(url + "/hello"));
                assertTrue(client.text(url + "/").startsWith("one GET"));
            }
        }
    }
}
