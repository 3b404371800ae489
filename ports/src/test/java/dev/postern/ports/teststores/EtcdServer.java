package dev.postern.ports.teststores;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real etcd server on the loopback address, alone in its cluster, with its data in a temporary folder. */
public final class EtcdServer implements AutoCloseable {
    private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");
    private static final Pattern LEASE = Pattern.compile("\"ID\":\"(\\d+)\"");
    static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");
    static final Pattern MEMBER = Pattern.compile("\"member_id\":\"(\\d+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final StoreProgram program = StoreProgram.find("etcd", "ETCD_BIN", "quay.io/coreos/etcd:v3.5.21");
    private final Path folder = Workplace.newFolder("etcd");
    private final List<Integer> ports = Workplace.freePorts(4);
    private ServerApi api = new ServerApi("http://" + address(), Map.of());
    private Optional<String> login = Optional.empty();
    private final List<String> more;
    private ServerProcess process;

    private EtcdServer(Function<Path, List<String>> options) {
        more = options.apply(folder);
        process = launch();
    }

    public static EtcdServer start() {
        return new EtcdServer(folder -> List.of());
    }

    /**
     * One that also speaks TLS, with the certificate {@code server.crt} in its folder, and there lets in only who has the
     * certificate {@code client.crt} with {@code client.key}.
     */
    public static EtcdServer startWithTls() {
        return new EtcdServer(folder -> {
            TestCertificate own = TestCertificate.create(folder, "server");
            TestCertificate client = TestCertificate.create(folder, "client");
            return List.of(
                    "--cert-file=" + own.certificate(),
                    "--key-file=" + own.key(),
                    // why: the JSON gateway is a client of its own server, and has the server's certificate
                    "--trusted-ca-file=" + TestCertificate.bundle(folder.resolve("clients.crt"), own, client),
                    "--client-cert-auth");
        });
    }

    /** One whose tokens end when nobody has used them for a while. */
    public static EtcdServer startWithTokensOf(Duration time) {
        return new EtcdServer(folder -> List.of("--auth-token-ttl=" + time.toSeconds()));
    }

    /** {@code host:port} for clients. */
    public String address() {
        return "127.0.0.1:" + ports.getFirst();
    }

    /** The same over TLS, if it was started so. */
    public String tlsAddress() {
        return "127.0.0.1:" + ports.get(2);
    }

    /** A folder of its own; what lies there ends with it. */
    public Path folder() {
        return folder;
    }

    public void put(String key, String text) {
        ask("/v3/kv/put", putRequest(key, text));
    }

    public void delete(String key) {
        ask("/v3/kv/deleterange", "{\"key\":" + Json.base64(key) + "}");
    }

    public void deleteAll(String prefix) {
        ask(
                "/v3/kv/deleterange",
                "{\"key\":" + Json.base64(prefix) + ",\"range_end\":" + Json.base64(end(prefix)) + "}");
    }

    /** All changes at once or none; an empty value deletes its key. Answers the revision. */
    public long transaction(Map<String, Optional<String>> changes) {
        String operations = changes.entrySet().stream()
                .map(change -> change.getValue()
                        .map(text -> "{\"requestPut\":" + putRequest(change.getKey(), text) + "}")
                        .orElseGet(() -> "{\"requestDeleteRange\":{\"key\":" + Json.base64(change.getKey()) + "}}"))
                .collect(Collectors.joining(","));
        return Long.parseLong(first(REVISION, ask("/v3/kv/txn", "{\"success\":[" + operations + "]}")));
    }

    /** A lease that ends unless it is kept alive. */
    public String grantLease(Duration time) {
        return first(LEASE, ask("/v3/lease/grant", "{\"TTL\":\"" + time.toSeconds() + "\"}"));
    }

    public void putWithLease(String key, String text, String lease) {
        ask(
                "/v3/kv/put",
                "{\"key\":" + Json.base64(key) + ",\"value\":" + Json.base64(text) + ",\"lease\":\"" + lease + "\"}");
    }

    public void revokeLease(String lease) {
        ask("/v3/lease/revoke", "{\"ID\":\"" + lease + "\"}");
    }

    /** Forgets the history before a revision. */
    public void compact(long revision) {
        ask("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
    }

    /** From now on everyone needs a name: root may do everything, the reader may read below the prefix. */
    public void guard(String rootPassword, String reader, String readerPassword, String prefix) {
        addUser("root", rootPassword, "root");
        ask("/v3/auth/role/add", "{\"name\":\"reading\"}");
        ask(
                "/v3/auth/role/grant",
                "{\"name\":\"reading\",\"perm\":{\"permType\":\"READ\",\"key\":" + Json.base64(prefix)
                        + ",\"range_end\":" + Json.base64(end(prefix)) + "}}");
        addUser(reader, readerPassword, "reading");
        ask("/v3/auth/enable", "{}");
        login = Optional.of("{\"name\":\"root\",\"password\":" + Json.text(rootPassword) + "}");
        logIn();
    }

    /** Returns when tokens that nobody used from now on are no longer taken. */
    public void awaitTokensEnded() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
            try {
                ask("/v3/kv/range", "{\"key\":" + Json.base64("none") + "}");
            } catch (IllegalStateException ended) {
                logIn();
                return;
            }
        }
        throw new IllegalStateException("tokens do not end");
    }

    /** Tokens end with the server that gave them. */
    private void logIn() {
        api = new ServerApi("http://" + address(), Map.of());
        login.ifPresent(root -> {
            String token = first(TOKEN, ask("/v3/auth/authenticate", root));
            api = new ServerApi("http://" + address(), Map.of("Authorization", token));
        });
    }

    private void addUser(String name, String password, String role) {
        ask("/v3/auth/user/add", "{\"name\":" + Json.text(name) + ",\"password\":" + Json.text(password) + "}");
        if (role.equals("root")) {
            ask("/v3/auth/role/add", "{\"name\":\"root\"}");
        }
        ask("/v3/auth/user/grant", "{\"user\":" + Json.text(name) + ",\"role\":" + Json.text(role) + "}");
    }

    /** Any request to the JSON gateway, for what only one test needs; its answer. */
    public String ask(String path, String body) {
        return api.ask("POST", path, body);
    }

    public void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill()} with what it knew. */
    public void restart() {
        process = launch();
        logIn();
    }

    /** Starts it again after {@link #kill()} as if it never had known anything. */
    public void restartEmpty() {
        Workplace.delete(folder.resolve("data"));
        process = launch();
        login = Optional.empty();
        logIn();
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
        String host = program.listenHost();
        String peer = "http://127.0.0.1:" + ports.get(1);
        String tls = more.stream().noneMatch(option -> option.startsWith("--cert-file"))
                ? ""
                : ",https://" + host + ":" + ports.get(2);
        List<String> arguments = new ArrayList<>(List.of(
                "--name=test",
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=http://" + host + ":" + ports.get(0) + tls,
                "--listen-metrics-urls=http://" + host + ":" + ports.get(3),
                "--advertise-client-urls=http://127.0.0.1:" + ports.get(0),
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=test=" + peer,
                "--heartbeat-interval=20",
                "--election-timeout=200",
                "--logger=zap",
                "--log-level=warn"));
        arguments.addAll(more);
        ServerProcess started =
                ServerProcess.start(program, arguments, folder, List.of(ports.get(0), ports.get(2), ports.get(3)));
        ServerApi fresh = new ServerApi("http://127.0.0.1:" + ports.get(3), Map.of());
        started.awaitReady(() -> fresh.once("GET", "/health", "").body().contains("\"true\""));
        return started;
    }

    private static String putRequest(String key, String text) {
        return "{\"key\":" + Json.base64(key) + ",\"value\":" + Json.base64(text) + "}";
    }

    /** The first key after all that begin with the prefix; for prefixes whose last character is ASCII. */
    private static String end(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
