package dev.postern.nio.tls;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engines of one listener. Sessions are resumed by tickets under keys that it keeps, on whichever worker, and
 * for as long as the listener's clients are judged alike: new certificates of its own leave it in place. Any thread.
 */
public final class ServerContext {
    /** Offered by default; what we speak of it depends on the kind of listener. */
    private static final List<String> DEFAULT_PROTOCOLS = List.of("h2", "http/1.1");

    private static final Set<String> SPOKEN = Set.of("http/1.1");

    private final TlsEngines engines;
    private final SSLContext context;
    private final SwappedKeys keys;
    private final @Nullable X509TrustManager clients;
    private final ListenerTlsConfig config;
    private final ListenerConfig.Protocol kind;
    private final String[] ciphers;
    private final String[] protocols;

    ServerContext(TlsEngines engines, ServerTls tls, ListenerConfig.Protocol kind) throws GeneralSecurityException {
        this.engines = engines;
        this.kind = kind;
        config = tls.config();
        clients = tls.clients();
        keys = new SwappedKeys(engines, tls.keys());
        context = engines.context();
        context.init(new KeyManager[] {keys}, engines.judges(clients), null);
        ciphers = Ciphers.of(context.createSSLEngine());
        protocols = protocols().toArray(String[]::new);
    }

    private List<String> protocols() {
        return switch (kind) {
            case HTTP -> config.alpn().stream().filter(SPOKEN::contains).toList();
            // why: what is behind a tcp listener is not known, and the default speaks for what is behind http.
            case TCP -> config.alpn().equals(DEFAULT_PROTOCOLS) ? List.of() : config.alpn();
        };
    }

    /** Whether new keys are all that it needs to be what is wanted now. */
    boolean fits(TlsEngines by, ServerTls next, ListenerConfig.Protocol nextKind) {
        return by.equals(engines)
                && nextKind == kind
                && Objects.equals(clients, next.clients())
                && config.equals(next.config());
    }

    void use(X509ExtendedKeyManager next) {
        keys.use(next);
    }

    TlsEngines engines() {
        return engines;
    }

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Ciphers.versions(config.minVersion()));
        parameters.setCipherSuites(ciphers);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(protocols);
        switch (config.clientAuth()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case REQUEST -> parameters.setWantClientAuth(true);
            case REQUIRE -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        engines.prepare(engine);
        return engine;
    }
}
