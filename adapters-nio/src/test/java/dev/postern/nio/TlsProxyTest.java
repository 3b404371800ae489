package dev.postern.nio;

import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.domain.config.ListenerTlsConfig.TlsVersion;
import dev.postern.domain.config.TlsConfig.Engine;
import dev.postern.nio.tls.ServerTls;
import dev.postern.nio.tls.TlsMaterial;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A transport with TLS, by each of the engines; the other ends are of the JDK. */
@ParameterizedClass
@EnumSource(
        value = Engine.class,
        names = {"JDK", "CONSCRYPT"})
class TlsProxyTest extends ProxyTest {
    static final ListenerTlsConfig DEFAULT = tls(TlsVersion.TLS_1_2, ClientAuth.NONE);

    interface Action {
        void run() throws IOException;
    }

    @Parameter
    Engine engine = Engine.AUTO;

    private TestConfig config = new TestConfig();

    static ListenerTlsConfig tls(TlsVersion oldest, ClientAuth auth) {
        return tls(oldest, auth, Duration.ofSeconds(20));
    }

    static ListenerTlsConfig impatient() {
        return tls(TlsVersion.TLS_1_2, ClientAuth.NONE, Duration.ofMillis(100));
    }

    private static ListenerTlsConfig tls(TlsVersion oldest, ClientAuth auth, Duration handshakeTimeout) {
        return new ListenerTlsConfig(
                List.of(),
                false,
                oldest,
                List.of("h2", "http/1.1"),
                handshakeTimeout,
                auth,
                auth == ClientAuth.NONE ? Optional.empty() : Optional.of("ca.pem"),
                Optional.empty());
    }

    /** A configuration whose listeners have TLS, by the engine of this run. */
    TestConfig secure(ListenerTlsConfig tls) {
        config = new TestConfig().engine(engine).secure(tls);
        return config;
    }

    /** The one of {@link #secure}. */
    TestConfig current() {
        return config;
    }

    /** The keys of listener web. */
    static TlsMaterial web(X509ExtendedKeyManager keys, ListenerTlsConfig config) {
        return new TlsMaterial(Map.of("web", new ServerTls(keys, null, config)), Map.of());
    }

    Peer connect(SSLContext context, String... versions) throws IOException {
        return connect(context, port("web"), versions);
    }

    Peer connect(SSLContext context, int port, String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        closing(socket);
        SSLParameters parameters = socket.getSSLParameters();
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return closing(new Peer(socket));
    }

    static SSLSession session(Peer peer) {
        return ((SSLSocket) peer.socket()).getSession();
    }

    static String ask(Peer peer) throws IOException {
        peer.send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return answer(peer);
    }

    /** A response with its body. */
    static String answer(Peer peer) throws IOException {
        String head = peer.head();
        if (!head.contains("Content-Length: ")) {
            throw new IOException("no answer: " + head);
        }
        return head + peer.body(head);
    }

    static String numbers(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.substring(0, length);
    }

    static void inBackground(Action action) {
        Thread.ofVirtual().start(() -> {
            try {
                action.run();
            } catch (IOException e) {
                // The test is over, or sees it at the other end.
            }
        });
    }
}
