package dev.postern.ports.teststores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The one place that decides which server a test talks to: the program that the environment names, the one that {@code
 * build/get-stores} fetched, one on the PATH, or a container. Without any, tests fail; they are never skipped.
 */
sealed interface StoreProgram {
    record Binary(Path path) implements StoreProgram {}

    record Container(String name, String image) implements StoreProgram {}

    static StoreProgram find(String name, String variable, String image) {
        return find(name, variable, TestTools.folders(), StoreProgram::dockerWorks, image);
    }

    static StoreProgram find(
            String name, String variable, List<Path> folders, BooleanSupplier dockerWorks, String image) {
        Optional<Path> binary = TestTools.named(variable).or(() -> TestTools.in(folders, name));
        if (binary.isPresent()) {
            return new Binary(binary.get());
        }
        if (dockerWorks.getAsBoolean()) {
            return new Container(name, image);
        }
        throw new IllegalStateException("This test needs a real " + name
                + " server and finds none: run build/get-stores, or name one in " + variable + ".");
    }

    /** The address that the server itself listens on; whoever connects uses the loopback address. */
    default String listenHost() {
        return switch (this) {
            case Binary binary -> "127.0.0.1";
            case Container container -> "0.0.0.0";
        };
    }

    /** The command line that runs it, with a folder that is the same inside and outside. */
    default List<String> command(List<String> arguments, String id, Path folder, List<Integer> ports) {
        List<String> command = new ArrayList<>();
        switch (this) {
            case Binary binary -> command.add(binary.path().toString());
            case Container container -> {
                command.addAll(List.of("docker", "run", "--rm", "--name", id, "--volume", folder + ":" + folder));
                command.addAll(List.of("--user", owner(folder)));
                ports.forEach(port -> command.addAll(List.of("--publish", "127.0.0.1:" + port + ":" + port)));
                command.addAll(List.of("--entrypoint", container.name(), container.image()));
            }
        }
        command.addAll(arguments);
        return command;
    }

    /** why: what the server leaves in the folder must be deletable by whoever runs the tests. */
    private static String owner(Path folder) {
        try {
            return Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean dockerWorks() {
        try {
            return new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
