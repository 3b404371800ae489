package dev.postern.nio.tls;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.ports.credentials.FileContent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;

/**
 * What material was made of. Who makes the next takes from here what is the same, or what can't be had anew.
 *
 * @param certificates by the names of the elements
 * @param bundles by what was written for them: a path, or the text; empty for the system's
 * @param byListener what its keys were made of, and so for upstreams
 */
record TlsParts(
        Map<String, Certificate> certificates,
        Map<String, Bundle> bundles,
        Map<String, Shown> byListener,
        Map<String, Shown> byUpstream) {
    static final TlsParts NONE = new TlsParts(Map.of(), Map.of(), Map.of(), Map.of());

    /** @param contents of the files that it was read from */
    record Certificate(CertificateConfig config, Map<Path, FileContent> contents, CertificateLoader.Loaded loaded) {
        /** Not what it holds. */
        @Override
        public String toString() {
            return loaded.identity().toString();
        }
    }

    record Bundle(Map<Path, FileContent> contents, X509TrustManager judge) {}

    record Shown(List<Identity> identities, boolean isStrict, EngineKeys keys) {}

    TlsParts {
        certificates = Map.copyOf(certificates);
        bundles = Map.copyOf(bundles);
        byListener = Map.copyOf(byListener);
        byUpstream = Map.copyOf(byUpstream);
    }
}
