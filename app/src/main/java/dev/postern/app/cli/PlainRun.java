package dev.postern.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands {@code run} with nothing but sources, which is how a proxy is started. The library that understands the
 * rest is made of classes that are too old for the JVM's start-up cache; reading them takes longer than all else.
 */
final class PlainRun {
    private PlainRun() {}

    /** The sources as they are written; empty when the command line is of any other form. */
    static Optional<List<String>> configs(String... args) {
        if (args.length == 0 || !args[0].equals("run")) {
            return Optional.empty();
        }
        List<String> configs = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                configs.add(args[i].substring("--config=".length()));
            } else if (i + 1 < args.length && isConfigOption(args[i]) && !args[i + 1].startsWith("-")) {
                i++;
                configs.add(args[i]);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(configs);
    }

    private static boolean isConfigOption(String word) {
        return word.equals("--config") || word.equals("-c");
    }
}
