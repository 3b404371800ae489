package dev.postern.ports.credentials;

import dev.postern.domain.config.Element;
import java.time.Instant;
import java.util.List;

/** Makes of certificates, keys and authorities what a transport needs. Keeps nothing; any thread. */
public interface CredentialReader {
    /**
     * @param before what was read last: what is the same is used again, and where a file that was good is bad now, what it
     *     held goes on
     * @param now for what has expired, or soon will
     */
    CredentialReading read(List<Element> elements, CredentialReading before, CredentialFiles files, Instant now);
}
