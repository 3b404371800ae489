package dev.postern.domain.snapshot;

import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.upstream.Upstream;
import java.util.Map;

/**
 * One compiled configuration with the endpoints that were known. Immutable; an exchange reads the reference to it once
 * and finishes on it. Listeners, routes and upstreams that did not change are those of the snapshot before.
 *
 * @param version counts the snapshots of this process, from 1
 * @param credentials what TLS of its listeners and upstreams needs
 */
public record Snapshot(
        long version,
        ProxyConfig config,
        Map<String, HttpListener> httpListeners,
        Map<String, TcpListener> tcpListeners,
        Map<String, Upstream> upstreams,
        Credentials credentials) {

    public Snapshot(
            long version,
            ProxyConfig config,
            Map<String, HttpListener> httpListeners,
            Map<String, TcpListener> tcpListeners,
            Map<String, Upstream> upstreams) {
        this(version, config, httpListeners, tcpListeners, upstreams, Credentials.NONE);
    }

    /** The same configuration with what was read for it. */
    public Snapshot with(Credentials read) {
        return new Snapshot(version, config, httpListeners, tcpListeners, upstreams, read);
    }
}
