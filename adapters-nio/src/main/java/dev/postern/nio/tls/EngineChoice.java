package dev.postern.nio.tls;

import dev.postern.domain.config.TlsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes engines as the configuration asks for them, when they are first needed: nothing of TLS is loaded where there is
 * none. Belongs to the control thread.
 */
final class EngineChoice {
    /** What is asked for can't be had here. */
    static final class NotHereException extends Exception {
        private static final long serialVersionUID = 1L;

        NotHereException(String message) {
            super(message);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EngineChoice.class);

    private EngineChoice() {}

    static TlsEngines make(TlsConfig.Engine wanted) throws NotHereException {
        TlsEngines made = switch (wanted) {
            case JDK -> new JdkEngines();
            case CONSCRYPT -> conscrypt();
            case AUTO -> auto();
        };
        log.info("event=tls-engine-chosen engine={}", made instanceof JdkEngines ? "jdk" : "conscrypt");
        return made;
    }

    private static TlsEngines conscrypt() throws NotHereException {
        try {
            return new ConscryptEngines();
        } catch (LinkageError e) {
            throw new NotHereException(
                    "tls.engine conscrypt can't be had on this system (" + e.getMessage() + "); write auto or jdk");
        }
    }

    private static TlsEngines auto() {
        try {
            return conscrypt();
        } catch (NotHereException e) {
            log.debug("event=tls-engine-not-here engine=conscrypt reason=\"{}\"", e.getMessage());
            return new JdkEngines();
        }
    }
}
