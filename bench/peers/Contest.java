package peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import peers.Figures.Row;

/** Every measurement on one site, each peer in its turn. */
final class Contest {
    private static final int IDLE = 10_000;
    private static final double SHARE_OF_SATURATION = 0.7;

    private final Options options;
    private final Site site;
    private final List<Peer> peers;
    private final Figures figures;
    private final Wrk wrk;

    Contest(Options options, Site site, List<Peer> peers, Figures figures) {
        this.options = options;
        this.site = site;
        this.peers = peers;
        this.figures = figures;
        wrk = new Wrk(site);
    }

    void run() throws IOException, InterruptedException {
        try (Running backend = Backend.start(site)) {
            for (boolean logs : new boolean[] {false, true}) {
                List<Case> cases = Case.ALL.stream().filter(each -> each.logs() == logs && options.chooses(each.name())).toList();
                if (!cases.isEmpty() || !logs) {
                    contest(cases, logs);
                }
            }
            if (options.chooses("cold start")) {
                coldStarts();
            }
        }
    }

    private void contest(List<Case> cases, boolean logs) throws IOException, InterruptedException {
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                contestants.add(Contestant.start(peer, site, Entrances.free(), logs));
            }
            if (!logs && options.chooses("memory")) {
                memory(contestants, "at rest");
            }
            for (Contestant each : contestants) {
                wrk.load(Case.SMALL, each, options.isShort() ? 1 : 15);
            }
            for (Case each : cases) {
                measure(each, contestants);
            }
            if (!logs && options.chooses("latency")) {
                latencies(contestants);
            }
            if (!logs && options.chooses("memory")) {
                memory(contestants, "after load");
                idle(contestants);
            }
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private void measure(Case each, List<Contestant> all) throws IOException, InterruptedException {
        List<Contestant> able = all.stream().filter(it -> it.peer().offers(each.entrance())).toList();
        System.err.println(each.name());
        for (Contestant contestant : able) {
            wrk.load(each, contestant, options.isShort() ? 1 : 3);
        }
        Row rate = new Row(each.name(), "requests/s", true);
        Row cpu = new Row("CPU: " + each.name(), "µs/request", false);
        for (int round = 0; round < options.rounds(); round++) {
            for (Contestant contestant : able) {
                long before = contestant.running().cpuNanos();
                Wrk.Result result = wrk.load(each, contestant, options.seconds());
                figures.add(rate, contestant.name(), result.rate());
                figures.add(cpu, contestant.name(), (contestant.running().cpuNanos() - before) / 1e3 / result.requests());
            }
        }
    }

    /** At a rate that all can bear: below what the slowest of those that are compared most can do. */
    private void latencies(List<Contestant> contestants) throws IOException, InterruptedException {
        System.err.println("latency");
        Row saturation = new Row(Case.SMALL.name(), "requests/s", true);
        if (figures.isMissing(saturation)) {
            measure(Case.SMALL, contestants);
        }
        double slowest = contestants.stream()
                .filter(it -> it.peer().keepsPace())
                .mapToDouble(it -> figures.median(saturation, it.name()))
                .min()
                .orElseThrow();
        int rate = (int) (slowest * SHARE_OF_SATURATION / 100) * 100;
        String[] names = {"p50", "p99", "p99.9"};
        for (int round = 0; round < options.rounds(); round++) {
            for (Contestant each : contestants) {
                if (!each.peer().keepsPace()) {
                    continue;
                }
                String[] words = Programs.output(steady("steady", each.entrances().http(), "64", Integer.toString(rate), "2",
                                Integer.toString(options.seconds())))
                        .strip()
                        .split(" ");
                for (int i = 0; i < names.length; i++) {
                    figures.add(new Row("latency " + names[i] + " at " + rate + " requests/s", "ms", false), each.name(),
                            Double.parseDouble(words[i + 1]));
                }
            }
        }
    }

    private List<String> steady(String kind, int port, String... more) {
        List<String> command = new ArrayList<>(List.of(options.java(), "-XX:+UseSerialGC", "-Xmn64m", "-cp",
                System.getProperty("java.class.path"), "peers.SteadyLoad", kind, Integer.toString(port), "/api/small"));
        command.addAll(List.of(more));
        return Site.on(site.otherCores(), command);
    }

    private void memory(List<Contestant> contestants, String when) throws IOException, InterruptedException {
        Thread.sleep(options.isShort() ? 500 : 15_000);
        for (Contestant each : contestants) {
            figures.add(new Row("memory " + when, "MiB", false), each.name(), each.running().residentKib() / 1024.0);
        }
    }

    /** What connections cost that have asked once and then rest. */
    private void idle(List<Contestant> contestants) throws IOException, InterruptedException {
        System.err.println("memory of idle connections");
        for (Contestant each : contestants) {
            if (each.peer() instanceof Haproxy) {
                continue; // its limit of connections is below that here, where descriptors are few
            }
            long before = each.running().residentKib();
            List<SocketChannel> open = new ArrayList<>();
            try {
                for (int i = 0; i < (options.isShort() ? 100 : IDLE); i++) {
                    open.add(askOnce(each.entrances().http()));
                }
                figures.add(new Row("memory of 10,000 idle connections", "MiB", false), each.name(),
                        (each.running().residentKib() - before) / 1024.0);
            } finally {
                for (SocketChannel channel : open) {
                    channel.close();
                }
            }
        }
    }

    private static SocketChannel askOnce(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        String request = "GET /api/small HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        String text = "";
        while (!text.endsWith("hello world")) {
            if (!answer.hasRemaining() || channel.read(answer) < 0) {
                throw new IOException("closed");
            }
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
        return channel;
    }

    /** From the first connection that a fresh process accepts to nine tenths of the rate that it has later. */
    private void coldStarts() throws IOException, InterruptedException {
        System.err.println("cold start");
        for (int round = 0; round < options.rounds(); round++) {
            for (Peer peer : peers) {
                coldStart(peer);
            }
        }
    }

    private void coldStart(Peer peer) throws IOException, InterruptedException {
        Entrances entrances = Entrances.free();
        Process load = new ProcessBuilder(steady("cold", entrances.http(), "64", Integer.toString(site.backendPort()),
                        options.isShort() ? "2" : "20"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader said = new BufferedReader(new InputStreamReader(load.getInputStream()));
            if (!"warm".equals(said.readLine())) {
                throw new Programs.Unusable("the load did not get warm");
            }
            try (Contestant contestant = Contestant.start(peer, site, entrances, false)) {
                load.getOutputStream().write('\n');
                load.getOutputStream().flush();
                double[] rates = Stream.of(said.readLine().split(" ")).mapToDouble(Double::parseDouble).toArray();
                figures.add(new Row("seconds from a cold start to 90 % of the rate", "s", false), peer.name(), secondsTo(rates));
            }
        } finally {
            load.destroy();
        }
    }

    /** The beginning of the first half second of which the rate is nine tenths of that of the last quarter. */
    private static double secondsTo(double[] rates) {
        double steady = DoubleStream.of(rates).skip(rates.length * 3L / 4).average().orElseThrow();
        for (int i = 0; i + 5 <= rates.length; i++) {
            if (DoubleStream.of(rates).skip(i).limit(5).average().orElseThrow() >= 0.9 * steady) {
                return i / 10.0;
            }
        }
        return rates.length / 10.0;
    }
}
