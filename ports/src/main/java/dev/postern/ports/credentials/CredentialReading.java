package dev.postern.ports.credentials;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What came of reading.
 *
 * @param errors of elements that can't be used as they are
 * @param troubles what goes on as it was because its file can't be read any more, and what is to be warned of
 * @param files all that were looked for, found or not
 */
public record CredentialReading(
        Credentials credentials,
        List<Problem> errors,
        List<Problem> troubles,
        List<CertificateFacts> certificates,
        Set<Path> files) {
    public static final CredentialReading NONE =
            new CredentialReading(Credentials.NONE, List.of(), List.of(), List.of(), Set.of());
}
