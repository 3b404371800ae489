package dev.postern.nio.tls;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ListenerTlsConfig.TlsVersion;
import dev.postern.domain.config.UpstreamTlsConfig;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the engines of one upstream, and remembers sessions with its endpoints. Any thread. */
public final class ClientContext {
    private static final String[] HTTP = {"http/1.1"};

    private final TlsEngines engines;
    private final SSLContext context;
    private final @Nullable SwappedKeys keys;
    private final X509TrustManager servers;
    private final UpstreamTlsConfig config;
    private final String[] ciphers;
    private volatile EndpointNames names;

    ClientContext(TlsEngines engines, ClientTls tls, EndpointNames names) throws GeneralSecurityException {
        this.engines = engines;
        this.names = names;
        config = tls.config();
        servers = tls.servers();
        keys = tls.keys() == null ? null : new SwappedKeys(engines, tls.keys());
        context = engines.context();
        context.init(keys == null ? new KeyManager[0] : new KeyManager[] {keys}, engines.judges(servers), null);
        ciphers = Ciphers.of(context.createSSLEngine());
    }

    /** As {@link ServerContext#fits}. */
    boolean fits(TlsEngines by, ClientTls next) {
        return by.equals(engines)
                && servers.equals(next.servers())
                && (keys == null) == (next.keys() == null)
                && config.equals(next.config());
    }

    void use(@Nullable X509ExtendedKeyManager next, EndpointNames nextNames) {
        names = nextNames;
        if (keys != null && next != null) {
            keys.use(next);
        }
    }

    TlsEngines engines() {
        return engines;
    }

    /** An engine for a connection to an endpoint. */
    public SSLEngine engine(Address endpoint, Speaks speaks) {
        SSLEngine engine = context.createSSLEngine(names.of(endpoint), endpoint.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Ciphers.versions(TlsVersion.TLS_1_2));
        parameters.setCipherSuites(ciphers);
        if (config.verify() == UpstreamTlsConfig.Verify.FULL) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (speaks == Speaks.HTTP) {
            parameters.setApplicationProtocols(HTTP);
        }
        engine.setSSLParameters(parameters);
        engines.prepare(engine);
        return engine;
    }

    /** What a connection is for. */
    public enum Speaks {
        HTTP,
        ANYTHING
    }
}
