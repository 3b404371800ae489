package dev.postern.nio.tls;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.ClientCertificate;
import dev.postern.ports.telemetry.TlsFacts;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake has agreed on. Immutable.
 *
 * @param serverName that the client asked for, in lower case and without a dot at its end; empty where it asked for none
 * @param version as {@code TLSv1.3}
 * @param protocol that ALPN has chosen; empty where there was none
 * @param peer the chain that the other end has shown, its own certificate first; empty where it has shown none
 * @param client what is told of the other end, where that is a client
 * @param facts of it, for logs
 */
public record TlsSession(
        Slice serverName,
        Slice version,
        String cipher,
        String protocol,
        List<X509Certificate> peer,
        ClientCertificate client,
        TlsFacts facts) {
    static TlsSession of(SSLEngine engine, Slice serverName) {
        SSLSession session = engine.getSession();
        List<X509Certificate> peer = peer(session);
        String protocol = engine.getApplicationProtocol();
        return new TlsSession(
                serverName,
                Slice.of(session.getProtocol()),
                session.getCipherSuite(),
                protocol == null ? "" : protocol,
                peer,
                engine.getUseClientMode() ? ClientCertificate.NONE : ShownCertificate.of(peer),
                new TlsFacts(session.getProtocol(), session.getCipherSuite(), serverName.text()));
    }

    private static List<X509Certificate> peer(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate each : session.getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    chain.add(certificate);
                }
            }
            return List.copyOf(chain);
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** Whether a request for a host belongs here: a client that has shown who it is has shown it to one name. */
    public boolean isFor(Slice host) {
        return peer.isEmpty() || serverName.isEmpty() || serverName.is(host);
    }
}
