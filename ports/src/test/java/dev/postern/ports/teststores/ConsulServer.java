package dev.postern.ports.teststores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** A real Consul server on the loopback address, alone in its cluster, with its data in a temporary folder. */
public final class ConsulServer implements AutoCloseable {
    private final StoreProgram program = StoreProgram.find("consul", "CONSUL_BIN", "hashicorp/consul:1.21");
    private final Path folder = Workplace.newFolder("consul");
    private final List<Integer> ports = Workplace.freePorts(5);
    private final ServerApi api;
    private ServerProcess process;

    private ConsulServer(Map<String, String> headers, BiFunction<Path, Integer, String> settings) {
        api = new ServerApi("http://" + address(), headers);
        write(folder.resolve("settings.json"), settings.apply(folder, ports.get(4)));
        process = launch();
    }

    public static ConsulServer start() {
        return new ConsulServer(Map.of(), (folder, port) -> "{}");
    }

    /** One that also speaks TLS, with the certificate {@code server.crt} in its folder. */
    public static ConsulServer startWithTls() {
        return new ConsulServer(Map.of(), (folder, port) -> {
            TestCertificate own = TestCertificate.create(folder, "server");
            return "{\"ports\":{\"https\":" + port + "},\"cert_file\":"
                    + Json.text(own.certificate().toString()) + ",\"key_file\":"
                    + Json.text(own.key().toString()) + "}";
        });
    }

    /** One that refuses whoever has no token; the given one may do everything. */
    public static ConsulServer startGuarded(String token) {
        return new ConsulServer(
                Map.of("X-Consul-Token", token),
                (folder, port) -> "{\"acl\":{\"enabled\":true,\"default_policy\":\"deny\",\"tokens\":{\"master\":\""
                        + token + "\"}}}");
    }

    /** {@code host:port} of its HTTP interface. */
    public String address() {
        return "127.0.0.1:" + ports.getFirst();
    }

    /** The same over TLS, if it was started so. */
    public String tlsAddress() {
        return "127.0.0.1:" + ports.get(4);
    }

    /** A folder of its own; what lies there ends with it. */
    public Path folder() {
        return folder;
    }

    public void put(String key, String text) {
        api.ask("PUT", "/v1/kv/" + key, text);
    }

    public void delete(String key) {
        api.ask("DELETE", "/v1/kv/" + key, "");
    }

    public void deleteAll(String prefix) {
        api.ask("DELETE", "/v1/kv/" + prefix + "?recurse", "");
    }

    /** All changes at once or none; an empty value deletes its key. */
    public void transaction(Map<String, Optional<String>> changes) {
        String operations = changes.entrySet().stream()
                .map(change -> "{\"KV\":{\"Key\":" + Json.text(change.getKey())
                        + change.getValue()
                                .map(text -> ",\"Verb\":\"set\",\"Value\":" + Json.base64(text))
                                .orElse(",\"Verb\":\"delete\"")
                        + "}}")
                .collect(Collectors.joining(",", "[", "]"));
        api.ask("PUT", "/v1/txn", operations);
    }

    /** Registers a service as its JSON definition says. */
    public void register(String definition) {
        api.ask("PUT", "/v1/agent/service/register", definition);
    }

    public void deregister(String serviceId) {
        api.ask("PUT", "/v1/agent/service/deregister/" + serviceId, "");
    }

    /** @param status passing, warning or critical */
    public void checkSays(String checkId, String status) {
        String path = "/v1/agent/check/update/" + URLEncoder.encode(checkId, StandardCharsets.UTF_8);
        api.ask("PUT", path, "{\"Status\":\"" + status + "\"}");
    }

    /** Any other request, for what only one test needs; its answer. */
    public String ask(String method, String path, String body) {
        return api.ask(method, path, body);
    }

    public void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill()} with what it knew. */
    public void restart() {
        process = launch();
    }

    /** Starts it again after {@link #kill()} as if it never had known anything. */
    public void restartEmpty() {
        Workplace.delete(folder.resolve("data"));
        process = launch();
    }

    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.kill();
        Workplace.delete(folder);
    }

    private ServerProcess launch() {
        ServerProcess started = ServerProcess.start(
                program,
                List.of(
                        "agent",
                        "-server",
                        "-bootstrap-expect=1",
                        "-node=test",
                        "-data-dir=" + folder.resolve("data"),
                        "-config-file=" + folder.resolve("settings.json"),
                        "-hcl=performance { raft_multiplier = 1 }",
                        "-hcl=disable_update_check = true",
                        "-hcl=leave_on_terminate = false",
                        "-hcl=ports { grpc = -1 }",
                        "-bind=127.0.0.1",
                        "-client=" + program.listenHost(),
                        "-http-port=" + ports.get(0),
                        "-server-port=" + ports.get(1),
                        "-serf-lan-port=" + ports.get(2),
                        "-serf-wan-port=-1",
                        "-dns-port=-1"),
                folder,
                List.of(ports.getFirst(), ports.get(4)));
        started.awaitReady(() -> api.once("GET", "/v1/status/leader", "").body().length() > 4
                && api.once("GET", "/v1/kv/ready?consistent", "").status() == 404);
        return started;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
