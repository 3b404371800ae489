package dev.postern.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a certificate that change again and again while clients come and go. {@code postern.swaps} is how often. */
class CertificateSwapIT {
    private static final int SWAPS = Integer.getInteger("postern.swaps", 5);
    private static final int CLIENTS = 6;
    private static final String CONFIGURATION = """
            listeners:
              web: { address: "127.0.0.1:0", tls: { certificates: [site] } }
            certificates:
              site: { certificate: FOLDER/site.pem, key: FOLDER/site.key }
            routes:
              all: { respond: hello }
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final AtomicInteger handshakes = new AtomicInteger();
    private volatile boolean isOver;

    @Test
    void noHandshakeFailsAndNoRequest() throws Exception {
        try (HttpsScene scene = new HttpsScene(folder)) {
            scene.authority.issue("site", "127.0.0.1");
            Program program = scene.run(CONFIGURATION);
            int port = program.port("web");
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int kind = i % 3;
                SSLContext remembering = kind == 0 ? context() : null;
                clients.add(Thread.ofVirtual().start(() -> serve(port, remembering, kind == 2)));
            }
            for (int i = 0; i < SWAPS; i++) {
                String next = "swap-" + i;
                scene.authority.issue(next, "127.0.0.1");
                scene.replace("site", next);
                program.eventually(next + " is shown", () -> shown.contains("CN=" + next));
            }
            isOver = true;
            for (Thread each : clients) {
                each.join();
            }
        }
        assertEquals(List.of(), failures.stream().limit(10).toList());
        assertTrue(handshakes.get() > SWAPS, handshakes + " handshakes");
    }

    /**
     * @param remembering what resumes sessions; null to begin a new one each time
     * @param stays whether one connection is used all the time
     */
    private void serve(int port, @Nullable SSLContext remembering, boolean stays) {
        try {
            do {
                SSLContext context = remembering == null ? context() : remembering;
                try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                    socket.setSoTimeout(20_000);
                    socket.startHandshake();
                    handshakes.incrementAndGet();
                    shown.add(socket.getSession().getPeerPrincipal().getName());
                    do {
                        ask(socket);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    } while (stays && !isOver);
                }
            } while (!isOver);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            failures.add(e.toString());
        }
    }

    private static void ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!answer.toString(US_ASCII).endsWith("\r\n\r\nhello")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no answer: " + answer);
            }
            answer.write(b);
        }
        if (!answer.toString(US_ASCII).startsWith("HTTP/1.1 200 ")) {
            throw new IOException(answer.toString(US_ASCII));
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("authority.pem"))) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
