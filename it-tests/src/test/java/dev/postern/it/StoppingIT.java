package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingIT {
    @Test
    void theRequestUnderWayIsAnsweredBeforeItEnds(@TempDir Path folder) throws IOException {
        try (Service service = new Service("one");
                Client client = new Client()) {
            Path file = Files.writeString(folder.resolve("postern.yaml"), """
                    listeners: { web: { address: "127.0.0.1:0" } }
                    routes: { all: { upstream: one } }
                    upstreams: { one: { endpoints: ["127.0.0.1:%d"] } }
                    """.formatted(service.port()));
            try (Program program = Program.run("run", "--config", file.toString())) {
                String url = program.ready().url("web");
                CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> client.text(url + "/slow"));
                service.awaitSlow();
                program.terminate();
                program.eventually(
                        "closed to newcomers", () -> client.text(url + "/late").contains("ConnectException"));
                assertTrue(program.isRunning());
                service.letGo();
                assertTrue(slow.join().startsWith("one GET /slow"), slow.join());
                assertEquals(0, program.exitCode(), program.output());
            }
        }
    }
}
