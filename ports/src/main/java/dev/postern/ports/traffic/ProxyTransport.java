package dev.postern.ports.traffic;

import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointId;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;

/** Moves the bytes as the snapshot in force says. Methods belong to the one control thread where they don't say
 * otherwise. */
public interface ProxyTransport extends AutoCloseable {
    /**
     * Binds the listeners that are new, then puts the snapshot in force, then closes the listeners that are gone. When a
     * listener can't be bound nothing has changed.
     */
    void apply(Snapshot snapshot) throws CannotListenException;

    /** Where each listener really listens, by its name: tells the port that port 0 became. */
    Map<String, SocketAddress> addresses();

    /** What the endpoints of the snapshot in force have been doing. Any thread; waits a moment for the workers. */
    Map<EndpointId, EndpointCounts> endpoints();

    /** What the upstreams of the snapshot in force have been doing. Any thread; waits a moment for the workers. */
    Map<String, UpstreamCounts> upstreams();

    /** What is held of the health of each endpoint of the snapshot in force. Any thread; waits a moment. */
    Map<EndpointId, EndpointHealth> health();

    /**
     * As an operator wants it, until it is taken back or the endpoint leaves; what is configured holds beside it. False when
     * there is no such endpoint. Any thread; waits a moment.
     */
    boolean drain(EndpointId id, Drain wanted);

    TransportStats stats();

    /** Accepts no more and lets what is under way finish; returns when it has, or when the time is up. */
    void drain(Duration grace);

    /** Ends at once. */
    @Override
    void close();
}
