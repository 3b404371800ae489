package dev.postern.planted.app;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

public final class AppKnowsTlsEngines {
    public SSLEngine engine(SSLContext context) {
        return context.createSSLEngine();
    }
}
