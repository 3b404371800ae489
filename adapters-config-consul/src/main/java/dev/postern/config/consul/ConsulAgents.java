package dev.postern.config.consul;

import dev.postern.config.consul.ConsulConnection.Consistency;
import dev.postern.ports.store.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.config.CacheConfig;
import org.kiwiproject.consul.config.ClientConfig;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutableQueryOptions;

/**
 * A client for each agent of a connection, made when it is first needed and shared by all watches of the connection.
 * Any thread may ask for one. Ends with {@link #close()}.
 */
final class ConsulAgents implements StoreClient {
    private static final long CONNECT_MILLIS = 2_000;
    /** Of a plain question; the client itself adds the wait, and what the agent adds to it, to a blocking one. */
    private static final long READ_MILLIS = 3_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final ConsulConnection connection;
    private final List<@Nullable Consul> clients;
    private boolean closed;

    ConsulAgents(ConsulConnection connection) {
        this.connection = connection;
        this.clients = new ArrayList<>();
        connection.agents().forEach(agent -> clients.add(null));
    }

    ConsulConnection connection() {
        return connection;
    }

    int count() {
        return clients.size();
    }

    /** How failures name an agent. */
    String name(int agent) {
        return "consul " + connection.agents().get(agent);
    }

    Consul client(int agent) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            Consul client = clients.get(agent);
            if (client == null) {
                client = open(agent);
                clients.set(agent, client);
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** What every question carries. */
    ImmutableQueryOptions.Builder question() {
        return question(connection.consistency());
    }

    ImmutableQueryOptions.Builder question(Consistency consistency) {
        ImmutableQueryOptions.Builder options = ImmutableQueryOptions.builder();
        connection.datacenter().ifPresent(options::datacenter);
        return options.consistencyMode(
                switch (consistency) {
                    case DEFAULT -> ConsistencyMode.DEFAULT;
                    case STALE -> ConsistencyMode.STALE;
                    case CONSISTENT -> ConsistencyMode.CONSISTENT;
                });
    }

    private Consul open(int agent) {
        String scheme = connection.tls() ? "https://" : "http://";
        CacheConfig waits = CacheConfig.builder()
                .withTimeoutAutoAdjustmentEnabled(true)
                .withTimeoutAutoAdjustmentMargin(Duration.ofMillis(READ_MILLIS))
                .build();
        Consul.Builder builder = Consul.builder()
                .withUrl(scheme + connection.agents().get(agent))
                .withPing(false)
                .withConnectTimeoutMillis(CONNECT_MILLIS)
                .withReadTimeoutMillis(READ_MILLIS)
                .withWriteTimeoutMillis(READ_MILLIS)
                .withClientConfiguration(new ClientConfig(waits));
        // why: a file is read at each question, so that a token can be changed under a running proxy
        connection.token().ifPresent(token -> builder.withTokenAuth(token::read));
        connection.namespace().ifPresent(namespace -> builder.withHeaders(Map.of("X-Consul-Namespace", namespace)));
        connection.ca().ifPresent(ca -> {
            Trust trust = Trust.of(ca);
            builder.withSslContext(trust.context()).withTrustManager(trust.manager());
        });
        return builder.build();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (int i = 0; i < clients.size(); i++) {
                Consul client = clients.set(i, null);
                if (client != null) {
                    client.destroy();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
