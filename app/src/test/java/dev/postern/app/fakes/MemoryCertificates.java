package dev.postern.app.fakes;

import dev.postern.app.service.CredentialMakers;
import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Credentials;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.CredentialReading;
import dev.postern.ports.credentials.FileContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files in memory, and a reader that takes every text but those that begin with "bad". */
public final class MemoryCertificates implements CredentialFiles, CredentialReader {
    /** What was read, by the names of the elements. */
    public record Texts(Map<String, String> byName) implements Credentials {}

    private final Map<Path, String> files = new HashMap<>();
    private Set<Path> followed = Set.of();
    private Runnable changed = () -> {};
    private boolean closed;

    public CredentialMakers makers() {
        return new CredentialMakers(() -> this, () -> this, () -> () -> "");
    }

    /** Tells of it where the file is followed. */
    public void write(String file, String text) {
        files.put(Path.of(file), text);
        if (followed.contains(Path.of(file))) {
            changed.run();
        }
    }

    public Set<Path> followed() {
        return followed;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public FileContent read(Path path) {
        return Optional.ofNullable(files.get(path))
                .<FileContent>map(text -> new FileContent.Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .orElseGet(() -> new FileContent.Unreadable(path + ": no such file"));
    }

    @Override
    public void follow(Set<Path> wanted, Runnable listener) {
        followed = wanted;
        changed = listener;
    }

    @Override
    public CredentialReading read(List<Element> elements, CredentialReading before, CredentialFiles from, Instant now) {
        Map<String, String> known = before.credentials() instanceof Texts texts ? texts.byName() : Map.of();
        Map<String, String> next = new HashMap<>();
        List<Problem> errors = new ArrayList<>();
        List<Problem> troubles = new ArrayList<>();
        List<CertificateFacts> facts = new ArrayList<>();
        Set<Path> asked = new HashSet<>();
        for (Element element : elements) {
            if (element.value() instanceof CertificateConfig config) {
                Path path = Path.of(config.certificate().orElseThrow());
                asked.add(path);
                String name = element.id().name();
                String text = files.getOrDefault(path, "bad: missing");
                boolean isKept = text.startsWith("bad") && known.containsKey(name);
                if (text.startsWith("bad")) {
                    (isKept ? troubles : errors)
                            .add(Problem.error(element.place(), element.id().path(), text));
                }
                next.put(name, isKept ? known.get(name) : text);
                facts.add(new CertificateFacts(
                        name,
                        "CN=" + name,
                        "CN=ca",
                        List.of(name),
                        "EC P-256",
                        text,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        isKept));
            }
        }
        Texts made = new Texts(next);
        return new CredentialReading(
                made.equals(before.credentials()) ? before.credentials() : made, errors, troubles, facts, asked);
    }

    @Override
    public void close() {
        closed = true;
    }
}
