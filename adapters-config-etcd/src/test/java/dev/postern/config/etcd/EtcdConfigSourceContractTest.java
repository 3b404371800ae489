package dev.postern.config.etcd;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceContract;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.teststores.EtcdServer;
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
class EtcdConfigSourceContractTest extends ConfigSourceContract {
    private static final String PASSWORD = "open-sesame-3141";
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static EtcdServer server;

    private final String prefix = "contract/" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void startTheServer() {
        server = EtcdServer.start();
        server.guard("root-" + PASSWORD, "postern", PASSWORD, "contract/");
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected ConfigSource open() throws BadSourceException, IOException {
        Path password = Files.writeString(server.folder().resolve("password"), PASSWORD + "\n");
        return new EtcdSourceFactory(Map.of())
                .open(SourceUri.parse(
                        "etcd://" + server.address() + "/" + prefix + "?user=postern&password-file=" + password));
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
        return List.of(PASSWORD);
    }
}
