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

class BadInputIT {
    @TempDir
    private Path folder = Path.of("");

    /** Runs to the end and checks that it says what is wrong, in one line with that text, and nothing of its inside. */
    private static void refused(int exitCode, String saying, String... arguments) throws IOException {
        try (Program program = Program.run(arguments)) {
            assertEquals(exitCode, program.exitCode(), program.output());
            String said = program.out() + program.err();
            assertEquals(
                    1,
                    said.lines().filter(line -> line.contains(saying)).count(),
                    "expected one line with: " + saying + "\n" + program.output());
            assertTrue(said.lines().count() <= 2, "too much to read:\n" + said);
            assertFalse(said.contains("Exception") || said.contains("\tat "), said);
        }
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("postern.yaml"), text).toString();
    }

    @Test
    void aMissingFile() throws IOException {
        refused(
                3,
                "nowhere.yaml",
                "run",
                "--config",
                folder.resolve("nowhere.yaml").toString());
    }

    @Test
    void anEmptyFile() throws IOException {
        refused(1, "nothing is written here", "run", "--config", file(""));
    }

    @Test
    void aProblemInTheFileHasItsPlace() throws IOException {
        String file = file("listeners:\n  web: { adress: \":0\" }\n");
        try (Program program = Program.run("check", file)) {
            assertEquals(1, program.exitCode());
            assertTrue(program.output().contains(file + ":2:10: "), program.output());
            assertTrue(program.output().contains("did you mean"), program.output());
        }
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            refused(
                    3,
                    "listener web can't listen at " + address,
                    "run",
                    "--config",
                    file("listeners: { web: { address: \"" + address + "\" } }\nroutes: { a: { respond: hi } }\n"));
        }
    }

    @Test
    void anUnknownOption() throws IOException {
        refused(2, "--confg", "run", "--confg", "x.yaml");
    }

    @Test
    void anUnknownCommand() throws IOException {
        refused(2, "rum", "rum");
    }

    @Test
    void anUnknownScheme() throws IOException {
        refused(2, "consol", "run", "--config", "consol://127.0.0.1:8500/postern");
    }

    @Test
    void whatIsNotSupportedYetIsRefusedByName() throws IOException {
        refused(1, "upstreams.u.protocol: is not supported yet", "check", file("""
                        listeners: { web: { address: ":0" } }
                        routes: { a: { upstream: u } }
                        upstreams: { u: { endpoints: ["127.0.0.1:1"], protocol: h2 } }
                        """));
    }
}
