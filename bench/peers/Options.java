package peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the command line chose. */
record Options(
        String postern, String java, List<String> peers, String only, String cores, int rounds, int seconds, Path out, boolean isShort) {
    static final String HELP = """
            bench/compare [--rounds 5] [--seconds 4] [--cores one|all|both] [--peers nginx,haproxy] [--only WORDS,WORDS]
                          [--out FOLDER] [--short]

            Runs Postern and those of nginx, haproxy, caddy, envoy and traefik that are installed, in turn, round after round, and prints the
            median of each and the median of the ratios of one round. Needs nginx (as backend), wrk, taskset and openssl.
              --cores    one: the proxy alone on core 0, load and backend on the others; all: everything on all cores
              --only     the rows whose names contain one of these
              --out      where compare.md, compare.json and compare.svg go; default: a new temporary folder
              --short    one round of a second each: tells only that everything works
            POSTERN names another installation's bin/postern. All of it on 5 rounds takes about half an hour.
            """;

    /** Whether a row of that name was asked for. */
    boolean chooses(String name) {
        String row = name.toLowerCase(Locale.ROOT);
        return only.isEmpty()
                || Stream.of(only.split(",(?!000)"))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .anyMatch(word -> !word.isEmpty() && row.contains(word));
    }

    static Options of(String[] arguments) {
        String postern = "";
        String java = "java";
        List<String> peers = List.of("nginx", "haproxy", "caddy", "envoy", "traefik");
        String only = "";
        String cores = "one";
        int rounds = 5;
        int seconds = 4;
        Path out = null;
        boolean isShort = false;
        for (int i = 0; i < arguments.length; i++) {
            String option = arguments[i];
            if (option.equals("--short")) {
                isShort = true;
                rounds = 1;
                seconds = 1;
                continue;
            }
            if (option.equals("--help") || i + 1 == arguments.length) {
                throw new Programs.Unusable(HELP);
            }
            String value = arguments[++i];
            switch (option) {
                case "--postern" -> postern = value;
                case "--java" -> java = value;
                case "--peers" -> peers = List.of(value.split(","));
                case "--only" -> only = value;
                case "--cores" -> cores = value;
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--out" -> out = Path.of(value);
                default -> throw new Programs.Unusable("unknown option " + option + "\n\n" + HELP);
            }
        }
        return new Options(postern, java, peers, only, cores, rounds, seconds, out, isShort);
    }
}
