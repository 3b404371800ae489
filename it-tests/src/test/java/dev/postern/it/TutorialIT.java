package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TutorialIT {
    private static final Path EXAMPLES = Path.of(System.getProperty("postern.home", ""), "examples");
    /** A command in a comment, which may go over several lines. */
    private static final Pattern OPENSSL = Pattern.compile("(?m)^# +openssl (?:.*\\\\\n#)*.*");

    private static Path withPorts(Path folder, Service one, Service two) throws IOException {
        String text = Files.readString(EXAMPLES.resolve("tutorial.yaml"))
                .replace(":8080\"", "127.0.0.1:0\"")
                .replace("127.0.0.1:5001", "127.0.0.1:" + one.port())
                .replace("127.0.0.1:5002", "127.0.0.1:" + two.port());
        return Files.writeString(folder.resolve("tutorial.yaml"), text);
    }

    @Test
    void theThreeServicesOfTheTutorialAnswer(@TempDir Path folder) throws IOException {
        try (Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client();
                Program program = Program.run(
                        "run", "--config", withPorts(folder, one, two).toString())) {
            String url = program.ready().url("web");
            String host = url.substring("http://".length());
            assertEquals(
                    "one GET /hello?x=1\nHost: 127.0.0.1\nX-Real-IP: 127.0.0.1\nbody: 0\n",
                    client.text(url + "/service1/hello?x=1"),
                    host);
            assertTrue(client.text(url + "/service1").startsWith("one GET /\n"));
            assertTrue(client.text(url + "/service2/a/b").startsWith("two GET /a/b\n"));
            assertTrue(client.post(url + "/service2/up", new byte[3_000_000])
                    .body()
                    .contains("body: 3000000\n"));
            assertEquals("Welcome to the reverse proxy!", client.text(url + "/"));
            assertEquals("Welcome to the reverse proxy!", client.text(url + "/service1x"));
        }
    }

    @Test
    void aServiceThatIsGoneIs502AndTheOthersAnswer(@TempDir Path folder) throws IOException {
        try (Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client();
                Program program = Program.run(
                        "run", "--config", withPorts(folder, one, two).toString())) {
            String url = program.ready().url("web");
            assertTrue(client.text(url + "/service1").startsWith("one"));
            one.stop();
            HttpResponse<String> answer = client.get(url + "/service1");
            assertEquals(502, answer.statusCode());
            assertEquals(
                    "postern; error=connection_refused",
                    answer.headers().firstValue("Proxy-Status").orElse(""));
            assertTrue(client.text(url + "/service2").startsWith("two"));
        }
    }

    @Test
    void anEditedFileTakesEffectAndABrokenOneDoesNot(@TempDir Path folder) throws IOException {
        try (Service one = new Service("one");
                Service two = new Service("two");
                Client client = new Client()) {
            Path file = withPorts(folder, one, two);
            // A fixed port: with port 0 each change would be another listener only in name.
            try (Program program = Program.run("run", "--config", file.toString())) {
                String url = program.ready().url("web");
                Files.writeString(file, Files.readString(file).replace("Welcome to", "Good morning from"));
                program.eventually("the new text", () -> client.text(url + "/").startsWith("Good morning"));
                Files.writeString(file, Files.readString(file).replace("prefix: /service1", "prefx: /service1"));
                program.eventually("the problem told", () -> program.err().contains("prefx"));
                assertTrue(client.text(url + "/service1").startsWith("one"));
            }
        }
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yaml");
    }

    /** What is told to Prometheus and Grafana is no configuration of ours, and has a test of its own. */
    private static boolean isOurs(Path file) {
        return isYaml(file) || (Files.isDirectory(file) && !file.endsWith("monitoring"));
    }

    /** Does what an example says is to be done first. */
    private static void prepare(Path example, Path folder) throws IOException, InterruptedException {
        if (isYaml(example)) {
            Matcher command = OPENSSL.matcher(Files.readString(example));
            while (command.find()) {
                String line = command.group().replaceAll("(?m)^#", "");
                Process made = new ProcessBuilder("sh", "-c", line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, made.waitFor(), said);
            }
        }
    }

    @Test
    void everyExamplePassesTheCheck(@TempDir Path folder) throws Exception {
        try (var files = Files.list(EXAMPLES)) {
            for (Path example : files.filter(TutorialIT::isOurs).toList()) {
                prepare(example, folder);
                try (Program check = Program.runIn(
                        folder,
                        Map.of(),
                        "check",
                        example.toAbsolutePath().normalize().toString())) {
                    assertEquals(0, check.exitCode(), example + ": " + check.output());
                }
            }
        }
    }
}
