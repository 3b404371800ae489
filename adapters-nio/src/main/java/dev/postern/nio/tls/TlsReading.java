package dev.postern.nio.tls;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.nio.tls.TlsParts.Bundle;
import dev.postern.nio.tls.TlsParts.Certificate;
import dev.postern.nio.tls.TlsParts.Shown;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReading;
import dev.postern.ports.credentials.FileContent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** One reading of all credentials. What is as it was before is used again. Lives for one reading; one thread. */
final class TlsReading {
    /** why these: where the systems in use keep what their administrators trust; the first that is there. */
    private static final List<String> SYSTEM_AUTHORITIES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem");

    private static final String SYSTEM = "";

    private final TlsMaterial before;
    private final CredentialFiles files;
    private final Instant now;
    private final Map<String, Certificate> certificates = new LinkedHashMap<>();
    private final Map<String, Bundle> bundles = new LinkedHashMap<>();
    private final Map<String, Shown> byListener = new LinkedHashMap<>();
    private final Map<String, Shown> byUpstream = new LinkedHashMap<>();
    private final Map<String, ServerTls> listeners = new LinkedHashMap<>();
    private final Map<String, ClientTls> upstreams = new LinkedHashMap<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> troubles = new ArrayList<>();
    private final List<CertificateFacts> facts = new ArrayList<>();
    private final Set<Path> looked = new LinkedHashSet<>();

    TlsReading(TlsMaterial before, CredentialFiles files, Instant now) {
        this.before = before;
        this.files = files;
        this.now = now;
    }

    CredentialReading read(List<Element> elements) {
        of(elements, CertificateConfig.class, this::certificate);
        Set<String> ofClients = new HashSet<>();
        of(
                elements,
                UpstreamConfig.class,
                (element, upstream) -> upstream.tls().ifPresent(tls -> {
                    tls.certificate().ifPresent(ofClients::add);
                    upstream(element, tls);
                }));
        of(
                elements,
                ListenerConfig.class,
                (element, listener) -> listener.tls().ifPresent(tls -> listener(element, tls, ofClients)));
        TlsParts parts = new TlsParts(certificates, bundles, byListener, byUpstream);
        TlsMaterial material = new TlsMaterial(Map.copyOf(listeners), Map.copyOf(upstreams), parts);
        return new CredentialReading(
                material.equals(before) ? before : material,
                List.copyOf(errors),
                List.copyOf(troubles),
                List.copyOf(facts),
                Set.copyOf(looked));
    }

    @FunctionalInterface
    private interface Taker<R> {
        void take(Element element, R record);
    }

    private static <R extends Record> void of(List<Element> elements, Class<R> type, Taker<R> taker) {
        for (Element element : elements) {
            if (type.isInstance(element.value())) {
                taker.take(element, type.cast(element.value()));
            }
        }
    }

    // ---- certificates

    private void certificate(Element element, CertificateConfig config) {
        String name = element.id().name();
        Optional<Certificate> known = Optional.ofNullable(
                        before.parts().certificates().get(name))
                .filter(it -> it.config().equals(config));
        if (known.isPresent() && isAsBefore(known.get().contents())) {
            take(element, known.get(), false);
            return;
        }
        Material material = new Material(files);
        try {
            CertificateLoader.Loaded loaded = new CertificateLoader(name, config, material).load();
            take(element, new Certificate(config, material.contents(), loaded), false);
        } catch (BadCredentialException unfit) {
            tell(element, unfit, known.isPresent());
            known.ifPresent(good -> take(element, good, true));
        }
        looked.addAll(material.contents().keySet());
    }

    private void take(Element element, Certificate certificate, boolean isKept) {
        looked.addAll(certificate.contents().keySet());
        certificates.put(element.id().name(), certificate);
        notes(element, certificate.loaded());
        facts.add(factsOf(certificate.loaded().identity(), isKept));
    }

    private boolean isAsBefore(Map<Path, FileContent> contents) {
        return contents.entrySet().stream()
                .allMatch(each -> files.read(each.getKey()).equals(each.getValue()));
    }

    /** Where there is something to go on with, it is no reason to reject a change. */
    private void tell(Element element, BadCredentialException unfit, boolean goesOn) {
        String path = element.id().path() + "." + unfit.key();
        String message = unfit.reason() + (goesOn ? "; what was read before goes on" : "");
        (goesOn ? troubles : errors).add(Problem.error(element.placeOf(path), path, message));
    }

    private void notes(Element element, CertificateLoader.Loaded loaded) {
        for (String note : loaded.notes()) {
            warn(element, element.id().path(), note);
        }
        for (String note : Validity.notes(loaded.identity().chain(), now)) {
            warn(element, element.id().path(), note);
        }
    }

    private void warn(Element element, String path, String message) {
        troubles.add(Problem.warning(element.placeOf(path), path, message));
    }

    private static CertificateFacts factsOf(Identity identity, boolean isKept) {
        return new CertificateFacts(
                identity.name(),
                Identity.subjectOf(identity.certificate()),
                identity.certificate().getIssuerX500Principal().getName(),
                identity.names(),
                identity.keyText(),
                identity.fingerprint(),
                identity.certificate().getNotBefore().toInstant(),
                identity.expiresAt(),
                identity.chain().size(),
                isKept);
    }

    // ---- who shows what, and believes whom

    private void listener(Element element, ListenerTlsConfig tls, Set<String> ofClients) {
        String name = element.id().name();
        List<Identity> shown = (tls.certificates().isEmpty()
                        ? certificates.keySet().stream().filter(each -> !ofClients.contains(each))
                        : tls.certificates().stream())
                .map(certificates::get)
                .filter(Objects::nonNull)
                .map(each -> each.loaded().identity())
                .toList();
        boolean asks = tls.clientAuth() != ListenerTlsConfig.ClientAuth.NONE
                && tls.clientCa().isPresent();
        Optional<X509TrustManager> clients =
                asks ? bundle(element, "tls.clientCa", tls.clientCa().get()) : Optional.empty();
        if (shown.isEmpty() || (asks && clients.isEmpty())) {
            // why no error: what is missing of what is named has been told.
            if (tls.certificates().isEmpty()) {
                String path = element.id().path() + ".tls";
                errors.add(Problem.error(
                        element.placeOf(path), path, "there is no certificate to show; write one in certificates"));
            }
            return;
        }
        Shown keys = shown(before.parts().byListener().get(name), shown, tls.strictSni(), SniKeys::new);
        byListener.put(name, keys);
        ServerTls next = new ServerTls(keys.keys(), clients.orElse(null), tls);
        ServerTls former = before.listeners().get(name);
        listeners.put(name, next.equals(former) ? former : next);
    }

    private void upstream(Element element, UpstreamTlsConfig tls) {
        String name = element.id().name();
        Optional<EngineKeys> shown = tls.certificate()
                .flatMap(each -> Optional.ofNullable(certificates.get(each)))
                .map(each -> shown(
                        before.parts().byUpstream().get(name),
                        List.of(each.loaded().identity()),
                        false,
                        (identities, _) -> new ClientKeys(identities.getFirst())))
                .map(keys -> {
                    byUpstream.put(name, keys);
                    return keys.keys();
                });
        Optional<X509TrustManager> servers = switch (tls.verify()) {
            case NONE -> Optional.of(AnyServer.INSTANCE);
            case FULL -> bundle(element, "tls.ca", tls.ca().orElse(SYSTEM));
        };
        if (servers.isEmpty() || (shown.isEmpty() && tls.certificate().isPresent())) {
            return;
        }
        ClientTls next = new ClientTls(shown.orElse(null), servers.get(), tls);
        ClientTls former = before.upstreams().get(name);
        upstreams.put(name, next.equals(former) ? former : next);
    }

    private interface KeyMaker {
        EngineKeys make(List<Identity> identities, boolean isStrict);
    }

    private static Shown shown(@Nullable Shown former, List<Identity> identities, boolean isStrict, KeyMaker maker) {
        if (former != null
                && former.isStrict() == isStrict
                && former.identities().equals(identities)) {
            return former;
        }
        return new Shown(identities, isStrict, maker.make(identities, isStrict));
    }

    /** Each bundle is read once, whoever names it. */
    private Optional<X509TrustManager> bundle(Element element, String key, String value) {
        if (!bundles.containsKey(value)) {
            Bundle known = before.parts().bundles().get(value);
            Material material = new Material(files);
            try {
                if (known != null && isAsBefore(known.contents())) {
                    bundles.put(value, known);
                } else {
                    X509TrustManager judge = read(material, key, value);
                    bundles.put(value, new Bundle(material.contents(), judge));
                }
            } catch (BadCredentialException unfit) {
                tell(element, unfit, known != null);
                if (known != null) {
                    bundles.put(value, known);
                }
            }
            looked.addAll(material.contents().keySet());
        }
        Bundle found = bundles.get(value);
        if (found != null) {
            looked.addAll(found.contents().keySet());
        }
        return Optional.ofNullable(found).map(Bundle::judge);
    }

    private static X509TrustManager read(Material material, String key, String value) throws BadCredentialException {
        if (!value.equals(SYSTEM)) {
            return Authorities.of(material.textOrFile(key, value, CertificateConfig.isText(value)));
        }
        for (String file : SYSTEM_AUTHORITIES) {
            Optional<Material.Found> found = material.fileIfThere(key, file);
            if (found.isPresent()) {
                return Authorities.of(found.get());
            }
        }
        return Authorities.ofRuntime();
    }
}
