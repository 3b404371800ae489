package dev.postern.ports.teststores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Three real etcd servers on the loopback address that make one cluster. */
public final class EtcdCluster implements AutoCloseable {
    private final StoreProgram program = StoreProgram.find("etcd", "ETCD_BIN", "quay.io/coreos/etcd:v3.5.21");
    private final Path folder = Workplace.newFolder("etcd-cluster");
    private final List<Member> members = new ArrayList<>();

    private static final class Member {
        final String name;
        final List<Integer> ports;
        final ServerApi api;
        Optional<ServerProcess> process = Optional.empty();

        Member(String name, List<Integer> ports) {
            this.name = name;
            this.ports = ports;
            this.api = new ServerApi("http://127.0.0.1:" + ports.getFirst(), Map.of());
        }

        void kill() {
            process.ifPresent(ServerProcess::kill);
            process = Optional.empty();
        }

        String peer() {
            return "http://127.0.0.1:" + ports.get(1);
        }
    }

    public EtcdCluster() {
        List<Integer> ports = Workplace.freePorts(9);
        for (int i = 0; i < 3; i++) {
            members.add(new Member("m" + i, ports.subList(i * 3, i * 3 + 3)));
        }
        members.forEach(this::launch);
        members.forEach(EtcdCluster::awaitReady);
    }

    private void launch(Member member) {
        String host = program.listenHost();
        List<String> arguments = List.of(
                "--name=" + member.name,
                "--data-dir=" + folder.resolve(member.name),
                "--listen-client-urls=http://" + host + ":" + member.ports.get(0),
                "--advertise-client-urls=http://127.0.0.1:" + member.ports.get(0),
                "--listen-peer-urls=http://" + host + ":" + member.ports.get(1),
                "--initial-advertise-peer-urls=" + member.peer(),
                "--listen-metrics-urls=http://" + host + ":" + member.ports.get(2),
                "--initial-cluster="
                        + members.stream()
                                .map(each -> each.name + "=" + each.peer())
                                .collect(Collectors.joining(",")),
                "--heartbeat-interval=50",
                "--election-timeout=500",
                "--logger=zap",
                "--log-level=warn");
        member.process = Optional.of(ServerProcess.start(program, arguments, folder, member.ports));
    }

    private static void awaitReady(Member member) {
        ServerApi health = new ServerApi("http://127.0.0.1:" + member.ports.get(2), Map.of());
        member.process
                .orElseThrow()
                .awaitReady(() -> health.once("GET", "/health", "").body().contains("\"true\""));
    }

    /** {@code host:port} of each for clients, with a comma between. */
    public String addresses() {
        return members.stream()
                .map(member -> "127.0.0.1:" + member.ports.getFirst())
                .collect(Collectors.joining(","));
    }

    /** Asks whichever member runs; tries again while there is no leader. */
    public void put(String key, String text) {
        Member running = members.stream()
                .filter(member -> member.process.isPresent())
                .findFirst()
                .orElseThrow();
        running.api.ask("POST", "/v3/kv/put", "{\"key\":" + Json.base64(key) + ",\"value\":" + Json.base64(text) + "}");
    }

    /** Like a power cut for the member that leads; waits for one where an election is under way. */
    public void killTheLeader() {
        long end = System.nanoTime() + ServerApi.PATIENCE_NANOS;
        Optional<Member> leader = leader();
        while (leader.isEmpty() && System.nanoTime() < end) {
            leader = leader();
        }
        leader.orElseThrow().kill();
    }

    private Optional<Member> leader() {
        return members.stream()
                .filter(member -> member.process.isPresent() && leads(member))
                .findFirst();
    }

    private static boolean leads(Member member) {
        String status = member.api.ask("POST", "/v3/maintenance/status", "{}");
        return EtcdServer.first(EtcdServer.LEADER, status).equals(EtcdServer.first(EtcdServer.MEMBER, status));
    }

    /** Starts again who was killed. */
    public void restart() {
        List<Member> gone = new ArrayList<>();
        for (Member member : members) {
            if (member.process.isEmpty()) {
                gone.add(member);
            }
        }
        // why: none of two that are missing gets ready before the other is there
        gone.forEach(this::launch);
        gone.forEach(EtcdCluster::awaitReady);
    }

    @Override
    public void close() {
        members.forEach(Member::kill);
        Workplace.delete(folder);
    }
}
