package dev.postern.nio.tls;

import dev.postern.domain.config.Element;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.CredentialReading;
import java.time.Instant;
import java.util.List;

/** Reads certificates, keys and authorities for the transport. */
public final class TlsCredentialReader implements CredentialReader {
    @Override
    public CredentialReading read(
            List<Element> elements, CredentialReading before, CredentialFiles files, Instant now) {
        return new TlsReading(TlsMaterial.of(before.credentials()), files, now).read(elements);
    }
}
