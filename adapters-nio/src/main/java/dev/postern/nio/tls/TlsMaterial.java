package dev.postern.nio.tls;

import dev.postern.domain.snapshot.Credentials;
import dev.postern.domain.snapshot.Snapshot;
import java.util.Map;
import java.util.Optional;

/**
 * What TLS of a snapshot's listeners and upstreams needs, by their names. Immutable; any thread.
 *
 * @param parts what it was made of, for the next one
 */
public record TlsMaterial(Map<String, ServerTls> listeners, Map<String, ClientTls> upstreams, TlsParts parts)
        implements Credentials {
    private static final TlsMaterial NONE = new TlsMaterial(Map.of(), Map.of());

    public TlsMaterial(Map<String, ServerTls> listeners, Map<String, ClientTls> upstreams) {
        this(listeners, upstreams, TlsParts.NONE);
    }

    public static TlsMaterial of(Snapshot snapshot) {
        return of(snapshot.credentials());
    }

    static TlsMaterial of(Credentials credentials) {
        return credentials instanceof TlsMaterial material ? material : NONE;
    }

    /** Empty for a listener without TLS. */
    public Optional<ServerTls> ofListener(String name) {
        return Optional.ofNullable(listeners.get(name));
    }

    /** Empty for an upstream without TLS. */
    public Optional<ClientTls> ofUpstream(String name) {
        return Optional.ofNullable(upstreams.get(name));
    }
}
