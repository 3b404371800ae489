package dev.postern.config.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.RecordedEvents;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.teststores.EtcdServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A class of its own, because gRPC takes more than ten seconds to notice and others need not wait for it. */
@Timeout(60)
class EtcdFrozenTest {
    @Test
    void aFrozenServerIsNoticedAndWhatItCompactedOnItsReturnIsFound() throws Exception {
        RecordedEvents events = new RecordedEvents(Duration.ofSeconds(30));
        try (EtcdServer frozen = EtcdServer.start()) {
            frozen.put("p/routes/a", "1");
            frozen.put("p/routes/b", "2");
            try (ConfigSource source =
                    new EtcdSourceFactory(Map.of()).open(SourceUri.parse("etcd://" + frozen.address() + "/p"))) {
                source.start(events);
                events.awaitTexts("1", "2");
                frozen.freeze();
                String reason = events.awaitUnavailableAfter(0).reason();
                frozen.thaw();
                assertEquals("etcd " + frozen.address() + ": no answer in time", reason);
                frozen.delete("p/routes/b");
                frozen.compact(frozen.transaction(Map.of("p/routes/c", Optional.of("3"))));
                events.awaitTexts("1", "3");
            }
        }
    }

    @Test
    void aQuietServerProvesItsLifeAndAFrozenOneDoesNot() throws Exception {
        RecordedEvents events = new RecordedEvents(Duration.ofSeconds(30));
        try (EtcdServer server = EtcdServer.start()) {
            server.put("p/routes/a", "1");
            try (ConfigSource source = new EtcdSourceFactory(Map.of())
                    .open(SourceUri.parse("etcd://" + server.address() + "/p?maxStaleness=10s"))) {
                source.start(events);
                events.awaitTexts("1");
                eventually(() -> age(source).toMillis() > 2_000);
                eventually(() -> age(source).toMillis() < 1_000);
                assertEquals(1, events.count(), events.all().toString());
                server.freeze();
                eventually(() -> source.staleness().orElseThrow().isTooMuch());
                server.thaw();
                eventually(() -> age(source).toMillis() < 1_000);
            }
        }
    }

    private static Duration age(ConfigSource source) {
        return source.staleness().orElseThrow().age();
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
