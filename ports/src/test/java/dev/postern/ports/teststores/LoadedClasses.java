package dev.postern.ports.teststores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which classes a program loads: runs its main class in a JVM of its own, with the class path of the test. */
public final class LoadedClasses {
    private LoadedClasses() {}

    /** The names of all classes that were loaded; fails when the program does. */
    public static List<String> of(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout:none",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(main.getName() + " failed:\n"
                    + output.lines()
                            .filter(line -> !line.contains(" source: "))
                            .reduce("", (text, line) -> text + line + "\n"));
        }
        return output.lines()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(0, line.indexOf(" source: ")).strip())
                .toList();
    }
}
