package dev.postern.nio.tls;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TcpConfig;
import dev.postern.ports.credentials.CredentialReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Elements about TLS, and what is read of them, again and again. */
final class TlsScene {
    private final Map<ElementId, Element> elements = new LinkedHashMap<>();
    private CredentialReading reading = CredentialReading.NONE;
    private Instant now = Instant.now();

    TlsScene at(Instant instant) {
        now = instant;
        return this;
    }

    TlsScene certificate(String name, Path certificate, Path key) {
        return certificate(name, certificate.toString(), key.toString());
    }

    TlsScene certificate(String name, String certificate, String key) {
        return certificate(
                name,
                new CertificateConfig(Optional.of(certificate), Optional.of(key), Optional.empty(), Optional.empty()));
    }

    TlsScene certificate(String name, CertificateConfig config) {
        return put(Section.CERTIFICATES, name, config);
    }

    TlsScene listener(String name, String... certificates) {
        return listener(name, false, ClientAuth.NONE, Optional.empty(), certificates);
    }

    TlsScene listener(
            String name, boolean strictSni, ClientAuth clientAuth, Optional<String> clientCa, String... certificates) {
        Duration time = Duration.ofSeconds(1);
        Size size = new Size(1000);
        ListenerTlsConfig tls = new ListenerTlsConfig(
                List.of(certificates),
                strictSni,
                ListenerTlsConfig.TlsVersion.TLS_1_2,
                List.of("http/1.1"),
                time,
                clientAuth,
                clientCa,
                Optional.empty());
        return put(
                Section.LISTENERS,
                name,
                new ListenerConfig(
                        new Address("", 443),
                        ListenerConfig.Protocol.HTTP,
                        ListenerConfig.ProxyProtocol.OFF,
                        Optional.of(tls),
                        Optional.empty(),
                        new HttpConfig(size, 100, size, time, time, time, 0),
                        new TcpConfig(time, time),
                        1000,
                        Optional.empty()));
    }

    TlsScene put(Section section, String name, Record value) {
        ElementId id = new ElementId(section, name);
        elements.put(id, new Element(id, value, Map.of(id.path(), new Place("conf.yaml", 1, 1))));
        return this;
    }

    CredentialReading read() {
        CredentialReading next =
                new TlsCredentialReader().read(List.copyOf(elements.values()), reading, new TestFiles(), now);
        if (next.errors().isEmpty()) {
            reading = next;
        }
        return next;
    }

    /** Errors and troubles, without the place; the folder of the test as a dot. */
    List<String> problems(Path folder) {
        CredentialReading next = read();
        return Stream.concat(next.errors().stream(), next.troubles().stream())
                .map(Problem::toString)
                .map(text -> text.replace("conf.yaml:1:1: ", "").replace(folder.toString(), "."))
                .toList();
    }

    ServerTls server(String listener) {
        return TlsMaterial.of(read().credentials()).ofListener(listener).orElseThrow();
    }
}
