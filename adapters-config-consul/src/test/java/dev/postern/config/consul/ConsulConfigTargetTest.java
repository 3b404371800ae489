package dev.postern.config.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTargetContract;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.TargetException;
import dev.postern.ports.teststores.ConsulServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class ConsulConfigTargetTest extends ConfigTargetContract {
    private static final String TOKEN = "6d3f4a1e-0b1c-4b4e-9a4e-2f7e8c1d5a91";
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static ConsulServer server;

    private final String prefix = "target/" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void startTheServer() {
        server = ConsulServer.startGuarded(TOKEN);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    private static String access() throws Exception {
        Path token = Files.writeString(server.folder().resolve("token"), TOKEN + "\n");
        return "?token-file=" + token;
    }

    private static ConfigTarget target(String uri) throws Exception {
        return new ConsulTargetFactory(Map.of(), () -> "a test").open(SourceUri.parse(uri));
    }

    @Override
    protected ConfigTarget target() throws Exception {
        // why: the first agent never answers, and publishing must get along
        return target("consul://127.0.0.1:1," + server.address() + "/" + prefix + access());
    }

    @Override
    protected ConfigSource source() throws Exception {
        return new ConsulSourceFactory(Map.of())
                .open(SourceUri.parse("consul://" + server.address() + "/" + prefix + access()));
    }

    @Override
    protected void put(String place, String text) {
        server.put(prefix + "/" + place, text);
    }

    @Override
    protected void remove(String place) {
        server.delete(prefix + "/" + place);
    }

    @Test
    void aMissingRightIsTold() throws Exception {
        try (ConfigTarget target = target("consul://" + server.address() + "/p")) {
            TargetException refused = assertThrows(TargetException.class, target::read);
            assertEquals(
                    "can't be read: consul " + server.address() + ": permission denied for p/ (403)",
                    refused.getMessage());
        }
    }
}
