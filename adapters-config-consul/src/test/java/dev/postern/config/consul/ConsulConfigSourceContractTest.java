package dev.postern.config.consul;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceContract;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.teststores.ConsulServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsulConfigSourceContractTest extends ConfigSourceContract {
    private static final String TOKEN = "6d3f4a1e-0b1c-4b4e-9a4e-2f7e8c1d5a90";
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static ConsulServer server;

    private final String prefix = "contract/" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void startTheServer() {
        server = ConsulServer.startGuarded(TOKEN);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected ConfigSource open() throws BadSourceException, IOException {
        Path token = Files.writeString(server.folder().resolve("token"), TOKEN + "\n");
        return new ConsulSourceFactory(Map.of())
                .open(SourceUri.parse("consul://" + server.address() + "/" + prefix + "?token-file=" + token));
    }

    @Override
    protected void put(String name, String text) {
        server.put(prefix + "/routes/" + name, text);
    }

    @Override
    protected void remove(String name) {
        server.delete(prefix + "/routes/" + name);
    }

    @Override
    protected boolean canBreak() {
        return true;
    }

    @Override
    protected void breakStore() {
        server.kill();
    }

    @Override
    protected void mendStore() {
        server.restart();
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }
}
