package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTargetContract;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.config.TargetException;
import dev.postern.ports.teststores.EtcdServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class EtcdConfigTargetTest extends ConfigTargetContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static EtcdServer server;

    private final String prefix = "target/" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void startTheServer() {
        server = EtcdServer.start();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    private static ConfigTarget target(String uri) throws Exception {
        return new EtcdTargetFactory(Map.of(), () -> "a test").open(SourceUri.parse(uri));
    }

    @Override
    protected ConfigTarget target() throws Exception {
        // why: the first member never answers, and publishing must get along
        return target("etcd://127.0.0.1:1," + server.address() + "/" + prefix);
    }

    @Override
    protected ConfigSource source() throws Exception {
        return new EtcdSourceFactory(Map.of()).open(SourceUri.parse("etcd://" + server.address() + "/" + prefix));
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
    void aMissingRightIsToldAndNothingIsWritten() throws Exception {
        try (EtcdServer guarded = EtcdServer.start()) {
            guarded.guard("root-password", "reader", "right", "p/");
            Path password = Files.writeString(guarded.folder().resolve("password"), "right");
            String access = "?user=reader&password-file=" + password;
            try (ConfigTarget target = target("etcd://" + guarded.address() + "/p" + access)) {
                target.read();
                TargetException refused = assertThrows(
                        TargetException.class,
                        () -> target.write(
                                Map.of(
                                        new dev.postern.domain.config.ElementId(
                                                dev.postern.domain.config.Section.LOG, ""),
                                        "level: warn"),
                                java.util.List.of()));
                assertEquals(
                        "the transaction failed: etcd " + guarded.address()
                                + ": permission denied for p/; nothing of it was written",
                        refused.getMessage());
            }
            try (ConfigTarget target = target("etcd://" + guarded.address() + "/q" + access)) {
                TargetException refused = assertThrows(TargetException.class, target::read);
                assertEquals(
                        "can't be read: etcd " + guarded.address() + ": permission denied for q/",
                        refused.getMessage());
            }
        }
    }

    @Test
    void nobodyThereIsToldInOneLine() throws Exception {
        try (ConfigTarget target = target("etcd://127.0.0.1:1,127.0.0.1:2/p")) {
            TargetException failed = assertThrows(TargetException.class, target::read);
            assertEquals(
                    "can't be read: etcd 127.0.0.1:1: connection refused; etcd 127.0.0.1:2: connection refused",
                    failed.getMessage());
        }
    }
}
