package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static dev.postern.domain.compile.TestRoute.prefix;
import static dev.postern.domain.compile.TestRoute.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.HstsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerConfig.Protocol;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of TLS before a certificate is read, and what becomes of a listener that sends everything to https. */
class TlsRulesTest {
    private static final Optional<String> NOTHING = Optional.empty();
    private static final Optional<HstsConfig> NO_HSTS = Optional.empty();

    private static CertificateConfig certificate(String certificate, String key, String pkcs12) {
        return new CertificateConfig(some(certificate), some(key), some(pkcs12), NOTHING);
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    private static ListenerTlsConfig tls(ClientAuth clientAuth, Optional<String> clientCa, Optional<HstsConfig> hsts) {
        return new ListenerTlsConfig(
                List.of(),
                false,
                ListenerTlsConfig.TlsVersion.TLS_1_2,
                List.of(),
                Duration.ofSeconds(10),
                clientAuth,
                clientCa,
                hsts);
    }

    private static ListenerConfig listener(Protocol protocol, Optional<ListenerTlsConfig> tls, Optional<Integer> port) {
        ListenerConfig plain =
                Objects.requireNonNull(web().compiled().config().listeners().get("web"));
        return new ListenerConfig(
                new Address("", 1),
                protocol,
                ListenerConfig.ProxyProtocol.OFF,
                tls,
                port,
                plain.http(),
                plain.tcp(),
                100,
                protocol == Protocol.TCP ? Optional.of("db") : NOTHING);
    }

    private static ListenerConfig redirecting(int port) {
        return listener(Protocol.HTTP, Optional.empty(), Optional.of(port));
    }

    private static List<String> errors(ListenerConfig listener) {
        return new TestConfig()
                .add(Section.LISTENERS, "in", listener)
                .upstream("db", 9)
                .errors();
    }

    private static List<String> errors(CertificateConfig certificate) {
        return web().add(Section.CERTIFICATES, "site", certificate).errors();
    }

    private static List<String> warnings(TestConfig config) {
        return config.warnings(Thoroughness.EVERYTHING, Optional.empty());
    }

    @Test
    void aCertificateComesFromOnePlace() {
        assertEquals(
                List.of("conf.yaml:2:1: certificates.site: has neither certificate nor pkcs12; expected one of them"),
                errors(certificate("", "a.key", "")));
        assertEquals(
                List.of("conf.yaml:2:1: certificates.site: has certificate and pkcs12; expected one of them"),
                errors(certificate("a.pem", "a.key", "a.p12")));
        assertEquals(
                List.of("conf.yaml:2:1: certificates.site.key: is not for pkcs12, which holds the key itself"),
                errors(certificate("", "a.key", "a.p12")));
        assertEquals(
                List.of("conf.yaml:2:1: certificates.site.pkcs12: expected the path of a file; only certificate and key"
                        + " may be texts"),
                errors(certificate("", "", "-----BEGIN PKCS12-----\n")));
    }

    @Test
    void whoAsksForCertificatesOfClientsSaysWhoseToBelieve() {
        assertEquals(
                List.of(
                        "conf.yaml:1:1: listeners.in.tls.clientAuth: asks clients for certificates, and nothing says whose"
                                + " to believe; write clientCa"),
                errors(listener(
                        Protocol.HTTP, Optional.of(tls(ClientAuth.REQUEST, NOTHING, NO_HSTS)), Optional.empty())));
        assertEquals(
                List.of("conf.yaml:1:1: warning: listeners.in.tls.clientCa: is not used, as clientAuth is none"),
                warnings(new TestConfig()
                        .add(
                                Section.LISTENERS,
                                "in",
                                listener(
                                        Protocol.HTTP,
                                        Optional.of(tls(ClientAuth.NONE, Optional.of("ca.pem"), NO_HSTS)),
                                        Optional.empty()))));
    }

    @Test
    void hstsIsForHttp() {
        Optional<HstsConfig> hsts = Optional.of(new HstsConfig(Duration.ofDays(1), false, true));
        assertEquals(
                "conf.yaml:1:1: listeners.in.tls.hsts: is for protocol http; this listener speaks tcp",
                errors(listener(Protocol.TCP, Optional.of(tls(ClientAuth.NONE, NOTHING, hsts)), Optional.empty()))
                        .getFirst());
        assertEquals(
                List.of("conf.yaml:1:1: warning: listeners.in.tls.hsts.preload: takes includeSubDomains and a maxAge of"
                        + " 8760h; the lists refuse it otherwise"),
                warnings(new TestConfig()
                        .add(
                                Section.LISTENERS,
                                "in",
                                listener(
                                        Protocol.HTTP,
                                        Optional.of(tls(ClientAuth.NONE, NOTHING, hsts)),
                                        Optional.empty()))));
    }

    @Test
    void aListenerThatSendsToHttpsHasNoneItself() {
        assertEquals(
                List.of("conf.yaml:1:1: listeners.in.redirectToHttps: is for a listener without tls; what comes here is"
                        + " https already"),
                errors(listener(Protocol.HTTP, Optional.of(tls(ClientAuth.NONE, NOTHING, NO_HSTS)), Optional.of(443))));
        assertEquals(
                List.of("conf.yaml:1:1: listeners.in.redirectToHttps: is for protocol http; this listener speaks tcp"),
                errors(listener(Protocol.TCP, Optional.empty(), Optional.of(443))));
    }

    @Test
    void warnsLoudlyOfServersThatNobodyVerifies() {
        UpstreamTlsConfig tls = new UpstreamTlsConfig(
                Optional.of("https://x"), Optional.of("ca.pem"), UpstreamTlsConfig.Verify.NONE, NOTHING);
        assertEquals(
                List.of(
                        "conf.yaml:2:1: warning: upstreams.u.tls.verify: none takes whoever answers for the right server:"
                                + " who is in between can read and change everything; write ca instead",
                        "conf.yaml:2:1: warning: upstreams.u.tls.ca: is not used, as verify is none",
                        "conf.yaml:2:1: upstreams.u.tls.serverName: found 'https://x', expected a host name, without"
                                + " scheme and port"),
                web().upstream("u", 9, Optional.of(tls)).errors());
    }

    @Test
    void sendsEverythingToHttpsButWhatARouteOfItsOwnTakes() {
        Snapshot snapshot = web().add(Section.LISTENERS, "plain", redirecting(443))
                .route("site", route().respond("site"))
                .route(
                        "acme",
                        prefix("/.well-known/acme-challenge").respond("token").listeners("plain"))
                .compiled();
        assertEquals(List.of("acme", "(https)"), routes(snapshot, "plain"));
        assertEquals(List.of("site"), routes(snapshot, "web"));
    }

    @Test
    void keepsTheRedirectWhileOtherThingsChangeAndChangesItWithItsPort() {
        Snapshot first = redirect(443, "one").compiled();
        Snapshot second = redirect(443, "two").after(first);
        assertEquals(List.of("own", "(https)"), routes(second, "plain"));
        assertSame(plan(first, "(https)"), plan(second, "(https)"));
        Snapshot third = redirect(8443, "two").after(second);
        assertEquals(List.of("own", "(https:8443)"), routes(third, "plain"));
        assertNotSame(second.httpListeners().get("plain"), third.httpListeners().get("plain"));
    }

    @Test
    void aRouteThatOnlyARedirectingListenerCouldServeIsToldOf() {
        assertEquals(
                List.of("conf.yaml:2:1: routes.r: there is no http listener for it; name its listeners, or write one of"
                        + " protocol http"),
                new TestConfig()
                        .add(Section.LISTENERS, "plain", redirecting(443))
                        .route("r", route().respond("x"))
                        .errors());
    }

    private static TestConfig redirect(int port, String body) {
        return new TestConfig()
                .add(Section.LISTENERS, "plain", redirecting(port))
                .route("own", prefix("/own").respond(body).listeners("plain"));
    }

    private static List<String> routes(Snapshot snapshot, String listener) {
        return Objects.requireNonNull(snapshot.httpListeners().get(listener))
                .routes()
                .inMatchingOrder();
    }

    private static RoutePlan plan(Snapshot snapshot, String route) {
        return Objects.requireNonNull(snapshot.httpListeners().get("plain"))
                .routes()
                .plan(route)
                .orElseThrow();
    }
}
