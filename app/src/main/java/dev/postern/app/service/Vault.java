package dev.postern.app.service;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.CredentialReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where credentials are read for configurations that are judged. It knows which files were asked for, so that they can be
 * followed: also those that were not there, or held what can't be used. One thread at a time.
 */
final class Vault implements AutoCloseable {
    private record Open(CredentialReader reader, CredentialFiles files) {}

    private final CredentialMakers makers;
    private final Supplier<Instant> clock;
    private final Set<Path> asked = new HashSet<>();
    private Optional<Open> open = Optional.empty();

    Vault(CredentialMakers makers, Supplier<Instant> clock) {
        this.makers = makers;
        this.clock = clock;
    }

    CredentialReading read(List<Element> elements, Optional<InForce> before) {
        if (elements.stream().noneMatch(Vault::isAboutTls)) {
            return CredentialReading.NONE;
        }
        Open now = open.orElseGet(
                () -> new Open(makers.reader().get(), makers.files().get()));
        open = Optional.of(now);
        CredentialReading known = before.map(InForce::credentials).orElse(CredentialReading.NONE);
        CredentialReading reading = now.reader().read(elements, known, now.files(), clock.get());
        asked.addAll(reading.files());
        return reading;
    }

    private static boolean isAboutTls(Element element) {
        return switch (element.value()) {
            case CertificateConfig _ -> true;
            case ListenerConfig listener -> listener.tls().isPresent();
            case UpstreamConfig upstream -> upstream.tls().isPresent();
            default -> false;
        };
    }

    /** Follows what was asked for since it was followed last. */
    void follow(Runnable changed) {
        open.ifPresent(now -> now.files().follow(Set.copyOf(asked), changed));
        asked.clear();
    }

    @Override
    public void close() {
        open.ifPresent(now -> now.files().close());
    }
}
