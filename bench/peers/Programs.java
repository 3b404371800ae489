package peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is installed on this machine, and how it is run. */
final class Programs {
    private Programs() {}

    static Optional<String> find(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static String need(String name, String why) {
        return find(name).orElseThrow(() -> new Unusable("needs " + name + " " + why));
    }

    /** All that a program prints; it must end well. */
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new Unusable(String.join(" ", command) + ": " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new Unusable(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("interrupted");
        }
    }

    /** The first line in which a program tells its version. */
    static String version(String... command) {
        return output(List.of(command)).lines().filter(line -> line.matches(".*\\d+\\.\\d+.*")).findFirst().orElse("unknown").strip();
    }

    /** Something that this comparison can't do without, in words for who started it. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }
}
