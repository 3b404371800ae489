package dev.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.testtls.OpenSsl;
import dev.postern.ports.testtls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder with an authority, what it signs, and a program whose listener {@code web} shows some of that. */
final class HttpsScene implements AutoCloseable {
    private static final Pattern TOLD = Pattern.compile("\r\nX-Told: (.*)\r\n");
    private static final Pattern SUBJECT = Pattern.compile("subject=(?:CN ?= ?)?(\\S+)");

    final Path folder;
    final TestAuthority authority;
    private final Client client = new Client();
    private final List<Program> programs = new ArrayList<>();

    HttpsScene(Path folder) {
        this.folder = folder;
        authority = TestAuthority.create(folder, "authority");
    }

    /** Puts certificate and key of one name where those of another are. */
    void replace(String name, String by) throws IOException {
        for (String ending : List.of(".pem", ".key")) {
            Path beside = folder.resolve("beside" + ending);
            Files.copy(folder.resolve(by + ending), beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, folder.resolve(name + ending), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** FOLDER in the text stands for the folder. */
    Program run(String configuration) throws IOException {
        Path file = write(configuration);
        Program program = Program.run("run", "--config", file.toString()).ready();
        programs.add(program);
        return program;
    }

    /** Another program, whose configuration stays as it is. */
    Program aside(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("aside.yaml"), configuration.replace("FOLDER", folder.toString()));
        Program program = Program.run("run", "--config", file.toString()).ready();
        programs.add(program);
        return program;
    }

    Path write(String configuration) throws IOException {
        Path next =
                Files.writeString(folder.resolve("postern.next"), configuration.replace("FOLDER", folder.toString()));
        return Files.move(
                next,
                folder.resolve("postern.yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    Program run(String uri, Path state) throws IOException {
        Program program =
                Program.run("run", "--config", uri, "--state", state.toString()).ready();
        programs.add(program);
        return program;
    }

    /** What curl prints that believes the authority and takes every host for this machine; its complaint where it fails. */
    String curl(String url, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--http1.1",
                "--max-time",
                "30",
                "--cacert",
                authority.certificate().toString(),
                "--connect-to",
                "::127.0.0.1:"));
        command.addAll(List.of(more));
        command.add(url);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /** What the field {@code X-Told} of an answer says; all that curl prints where there is none. */
    String told(String url, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("-i");
        String answer = curl(url, options.toArray(String[]::new));
        Matcher field = TOLD.matcher(answer);
        return field.find() ? field.group(1) : answer;
    }

    /** Whose certificate is shown to who asks for a name. */
    String shown(int port, String host) {
        String said = OpenSsl.run(
                folder, "s_client", "-connect", "127.0.0.1:" + port, "-servername", host, "-CAfile", "authority.pem");
        Matcher subject = SUBJECT.matcher(said);
        assertTrue(subject.find(), said);
        return subject.group(1);
    }

    String admin(Program program, String path) {
        return client.text(program.admin() + path);
    }

    void awaitProblem(Program program, String text) {
        program.eventually(
                "the problem " + text, () -> admin(program, "/config/problems").contains(text));
    }

    void awaitNoProblem(Program program) {
        program.eventually(
                "no problem", () -> admin(program, "/config/problems").contains("\"problems\" : [ ]"));
    }

    @Override
    public void close() {
        programs.forEach(Program::close);
        client.close();
    }
}
