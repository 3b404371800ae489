package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as can be had, by wrk. */
final class Wrk {
    private static final Pattern DONE = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern ERRORS = Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private final Site site;
    private final String program = Programs.need("wrk", "as load generator");

    Wrk(Site site) {
        this.site = site;
    }

    /** @param requests that were answered as they should be */
    record Result(long requests, double rate) {}

    /** What is refused doesn't count, and is told; where nothing is answered there is nothing to compare. */
    Result load(Case each, Contestant at, int seconds) throws IOException, InterruptedException {
        String scheme = each.entrance() == Entrances.Entrance.TLS ? "https" : "http";
        List<String> command = new ArrayList<>(List.of(program, "-t1", "-c" + each.connections(), "-d" + seconds + "s"));
        if (each.isFresh()) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        if (!each.script().isEmpty()) {
            Path script = Files.writeString(site.folder().resolve(each.name().replaceAll("\\W+", "-") + ".lua"), each.script());
            command.addAll(List.of("-s", script.toString()));
        }
        command.add(scheme + "://127.0.0.1:" + at.entrances().of(each.entrance()) + each.path());
        String text = Programs.output(Site.on(site.otherCores(), command));
        Matcher done = DONE.matcher(text);
        long refused = refused(text);
        if (!done.find() || Long.parseLong(done.group(1)) == refused || (!each.isFresh() && hasErrors(text))) {
            throw new Programs.Unusable(each.name() + ", " + at.name() + ": " + text);
        }
        if (refused > 0) {
            System.err.println(each.name() + ", " + at.name() + ": " + refused + " of " + done.group(1) + " refused");
        }
        double unit = switch (done.group(3)) {
            case "ms" -> 1e-3;
            case "m" -> 60;
            default -> 1;
        };
        long requests = Long.parseLong(done.group(1)) - refused;
        return new Result(requests, requests / (Double.parseDouble(done.group(2)) * unit));
    }

    private static long refused(String text) {
        Matcher refused = REFUSED.matcher(text);
        return refused.find() ? Long.parseLong(refused.group(1)) : 0;
    }

    /** Not where each connection ends after its response: wrk then tells of reads that found the end. */
    private static boolean hasErrors(String text) {
        Matcher errors = ERRORS.matcher(text);
        return errors.find() && Long.parseLong(errors.group(1)) > 0;
    }
}
