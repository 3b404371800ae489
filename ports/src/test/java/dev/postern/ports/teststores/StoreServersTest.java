package dev.postern.ports.teststores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreServersTest {
    @Test
    void aConsulKeepsItsKeysOverARestartAndLosesThemWhenRestartedEmpty() {
        try (ConsulServer server = ConsulServer.start()) {
            server.put("a/1", "one");
            server.transaction(Map.of("a/2", Optional.of("two"), "a/1", Optional.empty()));
            server.kill();
            server.restart();
            assertEquals("two", server.ask("GET", "/v1/kv/a/2?raw", ""));
            server.kill();
            server.restartEmpty();
            assertThrows(IllegalStateException.class, () -> server.ask("GET", "/v1/kv/a/2?raw", ""));
        }
    }

    @Test
    void anEtcdKeepsItsKeysOverARestartAndForgetsThoseOfAnEndedLease() {
        try (EtcdServer server = EtcdServer.start()) {
            String lease = server.grantLease(Duration.ofSeconds(60));
            server.putWithLease("a/1", "one", lease);
            server.transaction(Map.of("a/2", Optional.of("two")));
            server.kill();
            server.restart();
            assertTrue(range(server).contains("\"count\":\"2\""), range(server));
            server.revokeLease(lease);
            assertTrue(range(server).contains("\"count\":\"1\""), range(server));
            server.kill();
            server.restartEmpty();
            assertTrue(!range(server).contains("count"), range(server));
        }
    }

    @Test
    void aServersFolderIsGoneWithIt() {
        EtcdServer server = EtcdServer.start();
        Path folder = server.folder();
        assertTrue(Files.isDirectory(folder));
        server.close();
        assertTrue(Files.notExists(folder));
    }

    @Test
    void withoutAnyServerTheTestIsToldHowToGetOne() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> StoreProgram.find("nosuch", "NO_SUCH_BIN", List.of(), () -> false, "image"));
        assertTrue(failure.toString().contains("build/get-stores"), failure.toString());
        assertTrue(failure.toString().contains("NO_SUCH_BIN"), failure.toString());
    }

    @Test
    void aContainerIsTheLastResort() {
        StoreProgram program = StoreProgram.find("nosuch", "NO_SUCH_BIN", List.of(), () -> true, "image");
        assertEquals(new StoreProgram.Container("nosuch", "image"), program);
    }

    private static String range(EtcdServer server) {
        return server.ask("/v3/kv/range", "{\"key\":\"YQ==\",\"range_end\":\"Yg==\",\"count_only\":true}");
    }
}
