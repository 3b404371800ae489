package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.nio.tls.TestKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Certificates that change while clients come and go. */
class TlsSwapTest extends TlsProxyTest {
    private static final int CLIENTS = 4;
    private static final int SWAPS = 40;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void nobodyNoticesThatCertificatesChange() throws Exception {
        Backend backend = backend(Backend.echo());
        X509ExtendedKeyManager[] keys = {
            TestKeys.of("localhost"), TestKeys.rsa("localhost"), TestKeys.renewed("localhost")
        };
        apply(secure(DEFAULT).http("web", 0).upstream("up", backend.port()).forward("/", "up"), web(keys[0], DEFAULT));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SSLContext fresh = i % 2 == 0 ? null : TestKeys.peer(null);
            clients.add(Thread.ofVirtual().start(() -> comeAndGo(fresh)));
        }
        for (int i = 1; i <= SWAPS; i++) {
            int before = answered.get();
            apply(current(), web(keys[i % keys.length], DEFAULT));
            eventually("clients were served", () -> answered.get() > before + CLIENTS || !failures.isEmpty());
        }
        isOver.set(true);
        for (Thread each : clients) {
            each.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(answered.get() > SWAPS);
    }

    /** @param remembering what resumes its sessions; null to begin a new one each time */
    private void comeAndGo(@Nullable SSLContext remembering) {
        try {
            while (!isOver.get()) {
                try (Peer peer = connect(remembering == null ? TestKeys.peer(null) : remembering)) {
                    ask(peer);
                    ask(peer);
                    answered.incrementAndGet();
                }
            }
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }
}
