package dev.postern.nio.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Who does the cryptography. Any thread. */
interface TlsEngines {
    /** A context of this provider, not initialised yet. */
    SSLContext context() throws GeneralSecurityException;

    /** For an engine that was made just now. */
    void prepare(SSLEngine engine);

    /** Gives back what the engine holds outside of the heap; nothing can be done with it any more. */
    void free(SSLEngine engine);
}
