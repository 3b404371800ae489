package dev.postern.nio;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.nio.loop.Acceptor;
import dev.postern.nio.loop.Count;
import dev.postern.ports.traffic.ListenerCounts;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bound listener: its socket, and how many connections came in by it. Survives snapshots for as long as its address
 * stays. The control thread makes and retires it; its acceptor belongs to the first worker; the count is everybody's.
 */
final class ListenerBinding {
    private final AtomicInteger connections = new AtomicInteger();
    private final Count accepted = new Count();
    private final List<ListenerTally> tallies;
    private final List<Worker> workers;
    private final SocketAddress address;
    private final TransportCounters counters;
    private volatile String name;
    private volatile ListenerConfig config;
    private volatile boolean retired;
    private @Nullable Acceptor acceptor;
    private int nextWorker;
    private volatile boolean held;

    ListenerBinding(
            String name,
            ListenerConfig config,
            SocketAddress address,
            List<Worker> workers,
            TransportCounters counters) {
        this.counters = counters;
        this.name = name;
        this.config = config;
        this.address = address;
        this.workers = workers;
        tallies = workers.stream().map(_ -> new ListenerTally()).toList();
    }

    void update(String newName, ListenerConfig newConfig) {
        name = newName;
        config = newConfig;
        // why: the limit may have been raised.
        askWhetherToLetIn();
    }

    /** Its address has left the configuration: no more connections come. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    String name() {
        return name;
    }

    ListenerConfig config() {
        return config;
    }

    /** Where it really listens. */
    SocketAddress address() {
        return address;
    }

    /** Any thread. */
    ListenerCounts counts() {
        return new ListenerCounts(
                name,
                config.protocol(),
                connections.get(),
                accepted.get(),
                sum(ListenerTally::unserved),
                sum(ListenerTally::handshakesFailed),
                sum(ListenerTally::received),
                sum(ListenerTally::sent));
    }

    private long sum(Function<ListenerTally, Count> count) {
        return tallies.stream().mapToLong(each -> count.apply(each).get()).sum();
    }

    /** Nobody comes in here any more, and nobody is left. */
    boolean isDone() {
        return retired && connections.get() == 0;
    }

    // ---- on the first worker's loop

    void accepting(Acceptor by) {
        acceptor = by;
    }

    /** Gives the connection to the next worker in turn. */
    void take(SocketChannel channel) {
        counters.accepted();
        accepted.add(1);
        if (connections.incrementAndGet() >= config.maxConnections() && acceptor != null) {
            held = true;
            acceptor.hold();
        }
        Worker worker = workers.get(nextWorker);
        nextWorker = (nextWorker + 1) % workers.size();
        worker.take(channel, this);
    }

    private void letIn() {
        if (held && acceptor != null && connections.get() < config.maxConnections()) {
            held = false;
            acceptor.release();
        }
    }

    void stopAccepting() {
        if (acceptor != null) {
            acceptor.close();
            acceptor = null;
        }
    }

    // ---- on any worker's loop

    ListenerTally tally(int worker) {
        return tallies.get(worker);
    }

    /** A connection that came in here has closed. */
    void left() {
        connections.decrementAndGet();
        askWhetherToLetIn();
    }

    private void askWhetherToLetIn() {
        if (held) {
            try {
                workers.getFirst().execute(this::letIn);
            } catch (RejectedExecutionException e) {
                // The transport has ended: nobody is let in any more.
            }
        }
    }
}
