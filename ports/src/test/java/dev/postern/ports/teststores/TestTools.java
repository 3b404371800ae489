package dev.postern.ports.teststores;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of others that tests run: named by the environment, fetched by {@code build/get-stores}, or on the PATH. */
public final class TestTools {
    private TestTools() {}

    /** Without it tests fail; they are never skipped. */
    public static Path program(String name, String variable) {
        return named(variable)
                .or(() -> in(folders(), name))
                .orElseThrow(() -> new IllegalStateException("This test needs " + name
                        + " and finds none: run build/get-stores, or name one in " + variable + "."));
    }

    static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    static Optional<Path> in(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static List<Path> folders() {
        Path tools = named("POSTERN_TEST_TOOLS")
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "postern-test-tools"));
        Stream<Path> path = Stream.ofNullable(System.getenv("PATH"))
                .flatMap(value -> Stream.of(value.split(File.pathSeparator)))
                .map(Path::of);
        return Stream.concat(Stream.of(tools), path).toList();
    }
}
