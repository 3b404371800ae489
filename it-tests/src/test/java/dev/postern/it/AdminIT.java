package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API of the program itself. */
class AdminIT {

    @TempDir
    private Path folder = Path.of("");

    private Path write(String admin, String answer) throws IOException {
        return Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "%s" }
                shutdown: { delay: 60s }
                routes: { all: { respond: %s } }
                """.formatted(admin, answer));
    }

    private Path write(String answer) throws IOException {
        return write("127.0.0.1:0", answer);
    }

    @Test
    void tellsHowItIsThroughAChangeAnErrorAndTheEnd() throws IOException {
        Path file = write("one");
        try (Client client = new Client();
                Program program = Program.run("run", "--config", file.toString())) {
            String web = program.ready().url("web");
            String admin = program.admin();
            assertTrue(client.text(admin + "/healthz").contains("ok"));
            assertEquals(200, client.get(admin + "/readyz").statusCode());
            assertEquals("one", client.text(web));

            write("two");
            assertEquals(202, client.post(admin + "/reload", new byte[0]).statusCode());
            program.eventually("two", () -> client.text(web).equals("two"));
            // why not at once: workers have the change a moment before it is written down.
            program.eventually(
                    "in the history",
                    () -> client.text(admin + "/config/history").contains("\"version\" : 2"));

            write("[broken");
            program.eventually(
                    "told of the problem",
                    () -> client.text(admin + "/config/problems").contains("postern.yaml" + ":"));
            assertEquals("two", client.text(web));
            assertEquals(200, client.get(admin + "/readyz").statusCode());
            write("three");
            program.eventually("three", () -> client.text(web).equals("three"));
            program.eventually(
                    "no problem is left",
                    () -> client.text(admin + "/config/problems").contains("\"problems\" : [ ]"));

            program.terminate();
            program.eventually("not ready", () -> client.get(admin + "/readyz").statusCode() == 503);
            assertTrue(client.get(admin + "/readyz").body().contains("stopping"));
            assertEquals("three", client.text(web));
            // why more than once: one that comes in the same moment as the first is the first.
            program.eventually("ended", () -> {
                program.terminate();
                return !program.isRunning();
            });
            assertEquals(143, program.exitCode(), program.output());
        }
    }

    @Test
    void explainsFromTheRunningProxy() throws IOException {
        Path file = write("one");
        try (Program program = Program.run("run", "--config", file.toString())) {
            String admin = program.ready().admin();
            try (Program explain =
                    Program.run("explain", "GET", "/users/7", "--admin", admin.substring("http://".length()))) {
                assertEquals(0, explain.exitCode(), explain.output());
                assertTrue(explain.out().contains("  route all\n"), explain.output());
            }
        }
    }

    @Test
    void explainSaysWhenNobodyIsThere() throws IOException {
        try (Program explain = Program.run("explain", "GET", "/", "--admin", "http://127.0.0.1:1")) {
            assertEquals(3, explain.exitCode());
            assertTrue(explain.err().contains("can't reach http://127.0.0.1:1"), explain.output());
            assertFalse(explain.err().contains("Exception"), explain.output());
        }
    }

    @Test
    void aPortInUseStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (Program program =
                    Program.run("run", "--config", write(address, "one").toString())) {
                assertEquals(3, program.exitCode());
                String line = "admin can't listen at " + address + ": the address is in use by another program";
                assertTrue(program.err().contains(line), program.output());
            }
        }
    }
}
