package dev.postern.ports.store;

import dev.postern.ports.discovery.EndpointDiscovery.Watch;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.EndpointUpdate.Endpoints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The watches of a discovery. Those of the same connection share one client, which ends with the last of them. Any thread
 * may call. Ends with {@link #close()}.
 */
public final class EndpointWatches<K, C extends StoreClient> implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Function<K, C> opener;
    private final Map<K, C> clients = new HashMap<>();
    private final Set<FeedWatch> watches = new HashSet<>();

    public EndpointWatches(Function<K, C> opener) {
        this.opener = opener;
    }

    /** Watches what a feed over the connection's client tells. */
    public Watch open(K connection, Function<C, StoreFeed<Endpoints>> feeds, Consumer<EndpointUpdate> listener) {
        lock.lock();
        try {
            C client = clients.computeIfAbsent(connection, opener);
            FeedWatch watch = new FeedWatch(client, feeds.apply(client), new Announcer<>(listener));
            watches.add(watch);
            watch.feed.start(watch);
            return watch;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Set<FeedWatch> ending;
        lock.lock();
        try {
            ending = Set.copyOf(watches);
        } finally {
            lock.unlock();
        }
        // why: not under the lock, because a watch's close waits for its listener, which may be calling us
        ending.forEach(FeedWatch::close);
    }

    private void forget(FeedWatch watch) {
        lock.lock();
        try {
            if (watches.remove(watch) && watches.stream().noneMatch(other -> other.client.equals(watch.client))) {
                clients.values().remove(watch.client);
                watch.client.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private final class FeedWatch implements Watch, StoreFeed.Listener<Endpoints> {
        private final C client;
        private final StoreFeed<Endpoints> feed;
        private final Announcer<EndpointUpdate> announcer;

        FeedWatch(C client, StoreFeed<Endpoints> feed, Announcer<EndpointUpdate> announcer) {
            this.client = client;
            this.feed = feed;
            this.announcer = announcer;
        }

        @Override
        public void told(Endpoints endpoints, String version) {
            announcer.tell(endpoints);
        }

        @Override
        public void failed(String reason) {
            announcer.tell(new EndpointUpdate.Unavailable(reason));
        }

        @Override
        public void close() {
            announcer.close();
            feed.close();
            forget(this);
        }
    }
}
