package dev.postern.nio.tls;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of all listeners and upstreams with TLS, for all workers. What need not be made anew is carried from
 * snapshot to snapshot. The control thread changes it; any thread asks.
 */
public final class TlsContexts {
    /** Why there can be none. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient List<String> reasons;

        RefusedException(List<String> reasons) {
            super(String.join("; ", reasons));
            this.reasons = reasons;
        }

        public List<String> reasons() {
            return reasons;
        }
    }

    private record All(Map<String, ServerContext> listeners, Map<String, ClientContext> upstreams) {}

    private volatile All all = new All(Map.of(), Map.of());
    private @Nullable TlsEngines jdk;
    private @Nullable TlsEngines engines;
    private TlsConfig.@Nullable Engine chosen;

    /** Goes over to what a snapshot says; changes nothing where that is refused. */
    public void use(Snapshot snapshot) throws RefusedException {
        TlsMaterial material = TlsMaterial.of(snapshot);
        if (material.listeners().isEmpty() && material.upstreams().isEmpty()) {
            all = new All(Map.of(), Map.of());
            return;
        }
        TlsEngines by = engines(snapshot.config().tls().engine());
        List<String> reasons = new ArrayList<>();
        Map<String, ServerContext> listeners = new HashMap<>();
        material.listeners().forEach((name, tls) -> {
            try {
                TlsEngines own = fit(by, tls.asksForTheJdk(), snapshot.config().tls());
                listeners.put(name, listener(name, tls, own, snapshot));
            } catch (GeneralSecurityException e) {
                reasons.add("TLS of listener " + name + " can't be had: " + e.getMessage());
            }
        });
        Map<String, ClientContext> upstreams = new HashMap<>();
        material.upstreams().forEach((name, tls) -> {
            try {
                TlsEngines own = fit(by, tls.asksForTheJdk(), snapshot.config().tls());
                upstreams.put(name, upstream(name, tls, own, names(name, snapshot)));
            } catch (GeneralSecurityException e) {
                reasons.add("TLS of upstream " + name + " can't be had: " + e.getMessage());
            }
        });
        if (!reasons.isEmpty()) {
            throw new RefusedException(reasons);
        }
        listeners.forEach((name, context) -> material.ofListener(name).ifPresent(tls -> context.use(tls.keys())));
        upstreams.forEach((name, context) ->
                material.ofUpstream(name).ifPresent(tls -> context.use(tls.keys(), names(name, snapshot))));
        all = new All(Map.copyOf(listeners), Map.copyOf(upstreams));
    }

    /** Where a choice was left to us, what one engine can't do is done by the other. */
    private TlsEngines fit(TlsEngines by, boolean asksForTheJdk, TlsConfig config) throws GeneralSecurityException {
        if (!asksForTheJdk || by instanceof JdkEngines) {
            return by;
        }
        if (config.engine() != TlsConfig.Engine.AUTO) {
            throw new GeneralSecurityException("Conscrypt shows no Ed25519, and one type of key for a name;"
                    + " write tls: { engine: auto }, or other certificates");
        }
        if (jdk == null) {
            jdk = new JdkEngines();
        }
        return jdk;
    }

    private ServerContext listener(String name, ServerTls tls, TlsEngines by, Snapshot snapshot)
            throws GeneralSecurityException {
        ListenerConfig config = snapshot.config().listeners().get(name);
        ListenerConfig.Protocol kind = config == null ? ListenerConfig.Protocol.TCP : config.protocol();
        ServerContext known = listener(name);
        return known != null && known.fits(by, tls, kind) ? known : new ServerContext(by, tls, kind);
    }

    private ClientContext upstream(String name, ClientTls tls, TlsEngines by, EndpointNames names)
            throws GeneralSecurityException {
        ClientContext known = upstream(name);
        return known != null && known.fits(by, tls) ? known : new ClientContext(by, tls, names);
    }

    private static EndpointNames names(String upstream, Snapshot snapshot) {
        UpstreamConfig config = snapshot.config().upstreams().get(upstream);
        return config == null ? EndpointNames.NONE : EndpointNames.of(config);
    }

    private TlsEngines engines(TlsConfig.Engine wanted) throws RefusedException {
        TlsEngines made = engines;
        if (made == null || wanted != chosen) {
            try {
                made = EngineChoice.make(wanted);
            } catch (EngineChoice.NotHereException e) {
                throw new RefusedException(List.of(String.valueOf(e.getMessage())));
            }
            engines = made;
            chosen = wanted;
        }
        return made;
    }

    /** Null for a listener without TLS. */
    public @Nullable ServerContext listener(String name) {
        return all.listeners.get(name);
    }

    /** Null for an upstream without TLS. */
    public @Nullable ClientContext upstream(String name) {
        return all.upstreams.get(name);
    }
}
