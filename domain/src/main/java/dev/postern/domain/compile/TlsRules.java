package dev.postern.domain.compile;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.HstsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.UpstreamTlsConfig;
import java.time.Duration;

/** Checks what can be said of TLS without reading a certificate. Lives for one compilation. */
final class TlsRules {
    /** why: the lists that browsers are built with take no less. */
    private static final Duration SHORTEST_PRELOAD = Duration.ofDays(365);

    private final ProxyConfig config;
    private final ProblemLog problems;

    TlsRules(ProxyConfig config, ProblemLog problems) {
        this.config = config;
        this.problems = problems;
    }

    void check() {
        config.certificates().forEach((name, certificate) -> certificate(id(Section.CERTIFICATES, name), certificate));
        config.listeners().forEach((name, listener) -> {
            ElementId id = id(Section.LISTENERS, name);
            listener.tls().ifPresent(tls -> listener(id, listener, tls));
            redirect(id, listener);
        });
        config.upstreams()
                .forEach((name, upstream) ->
                        upstream.tls().ifPresent(tls -> upstream(id(Section.UPSTREAMS, name), tls)));
    }

    private static ElementId id(Section section, String name) {
        return new ElementId(section, name);
    }

    private void certificate(ElementId id, CertificateConfig certificate) {
        if (certificate.pkcs12().isEmpty()) {
            if (certificate.certificate().isEmpty()) {
                problems.error(id, "has neither certificate nor pkcs12; expected one of them");
            }
            return;
        }
        if (certificate.certificate().isPresent()) {
            problems.error(id, "has certificate and pkcs12; expected one of them");
        } else if (certificate.key().isPresent()) {
            error(id, ".key", "is not for pkcs12, which holds the key itself");
        }
        certificate
                .pkcs12()
                .filter(CertificateConfig::isText)
                .ifPresent(_ ->
                        error(id, ".pkcs12", "expected the path of a file; only certificate and key may be texts"));
    }

    private void listener(ElementId id, ListenerConfig listener, ListenerTlsConfig tls) {
        if (tls.clientAuth() != ClientAuth.NONE && tls.clientCa().isEmpty()) {
            error(
                    id,
                    ".tls.clientAuth",
                    "asks clients for certificates, and nothing says whose to believe; write clientCa");
        }
        if (tls.clientAuth() == ClientAuth.NONE && tls.clientCa().isPresent()) {
            warn(id, ".tls.clientCa", "is not used, as clientAuth is none");
        }
        tls.hsts().ifPresent(hsts -> {
            if (listener.protocol() == ListenerConfig.Protocol.TCP) {
                error(id, ".tls.hsts", "is for protocol http; this listener speaks tcp");
            }
            preload(id, hsts);
        });
    }

    private void preload(ElementId id, HstsConfig hsts) {
        if (hsts.preload() && (!hsts.includeSubDomains() || hsts.maxAge().compareTo(SHORTEST_PRELOAD) < 0)) {
            warn(
                    id,
                    ".tls.hsts.preload",
                    "takes includeSubDomains and a maxAge of 8760h; the lists refuse it otherwise");
        }
    }

    private void redirect(ElementId id, ListenerConfig listener) {
        if (listener.redirectToHttps().isEmpty()) {
            return;
        }
        if (listener.protocol() == ListenerConfig.Protocol.TCP) {
            error(id, ".redirectToHttps", "is for protocol http; this listener speaks tcp");
        } else if (listener.tls().isPresent()) {
            error(id, ".redirectToHttps", "is for a listener without tls; what comes here is https already");
        }
    }

    private void upstream(ElementId id, UpstreamTlsConfig tls) {
        if (tls.verify() == UpstreamTlsConfig.Verify.NONE) {
            warn(
                    id,
                    ".tls.verify",
                    "none takes whoever answers for the right server: who is in between can read and change everything;"
                            + " write ca instead");
            tls.ca().ifPresent(_ -> warn(id, ".tls.ca", "is not used, as verify is none"));
        }
        tls.serverName()
                .filter(name -> !name.matches("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}"))
                .ifPresent(name -> error(
                        id, ".tls.serverName", "found '" + name + "', expected a host name, without scheme and port"));
    }

    private void error(ElementId id, String key, String message) {
        problems.error(id, id.path() + key, message);
    }

    private void warn(ElementId id, String key, String message) {
        problems.warning(id, id.path() + key, message);
    }
}
