package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the peers that this machine has side by side with Postern, and writes down what they did. */
final class Compare {
    private final Options options;
    private final List<Peer> peers = new ArrayList<>();
    private final Path folder = Files.createTempDirectory("compare");

    private Compare(Options options) throws IOException {
        this.options = options;
        Stream.of(new Postern(options.postern()), new Nginx(), new Haproxy(), new Caddy(), new Envoy(), new Traefik())
                .filter(peer -> peer.name().equals("postern") || options.peers().contains(peer.name()))
                .filter(peer -> peer.version().isPresent())
                .peek(Peer::getReady)
                .forEach(peers::add);
        // why: nginx opens its files as somebody else, who must be able to walk here.
        Programs.find("chmod").ifPresent(chmod -> Programs.output(List.of(chmod, "a+rx", folder.toString())));
    }

    public static void main(String[] arguments) {
        try {
            Compare compare = new Compare(Options.of(arguments));
            try {
                compare.run();
            } finally {
                compare.cleanUp();
            }
        } catch (Programs.Unusable e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println("compare: " + e);
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException, InterruptedException {
        Programs.need("taskset", "to keep the proxy on its core");
        Programs.need("wrk", "as load generator");
        Path out = options.out() == null ? Files.createTempDirectory("compared") : Files.createDirectories(options.out());
        for (String cores : options.cores().equals("both") ? List.of("one", "all") : List.of(options.cores())) {
            Path here = Files.createDirectory(folder.resolve(cores));
            Figures figures = new Figures();
            Site site = Site.in(here, cores.equals("one"));
            Programs.output(List.of(Programs.need("chmod", ""), "-R", "a+rX", here.toString()));
            new Contest(options, site, peers, figures).run();
            Report report = new Report(options, peers, figures, cores);
            String name = cores.equals("one") ? "compare" : "compare-all-cores";
            Files.writeString(out.resolve(name + ".md"), report.markdown());
            Files.writeString(out.resolve(name + ".json"), report.json());
            Files.writeString(out.resolve(name + ".svg"), Chart.of(figures, peers));
            System.out.println(report.markdown());
        }
        System.out.println("Written to " + out);
    }

    private void cleanUp() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
