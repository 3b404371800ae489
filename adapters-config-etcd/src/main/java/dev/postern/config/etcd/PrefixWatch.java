package dev.postern.config.etcd;

import com.ibm.etcd.api.Event;
import com.ibm.etcd.api.KVGrpc;
import com.ibm.etcd.api.KeyValue;
import com.ibm.etcd.api.RangeRequest;
import com.ibm.etcd.api.RangeResponse;
import com.ibm.etcd.api.WatchResponse;
import dev.postern.ports.store.Backoff;
import dev.postern.ports.store.StoreFeed;
import dev.postern.ports.store.WatchThread;
import dev.postern.ports.store.WatchThread.WokenException;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys that begin alike, now and at every change, on a virtual thread of its own: lists them at a revision, watches
 * from the next, and applies each response as a whole, so that a transaction is never seen in halves. Whatever ends the
 * watch leads to a new list, which is believed at any revision. Ends with {@link #close()}.
 */
final class PrefixWatch implements StoreFeed<SortedMap<String, String>> {
    private static final Logger LOG = LoggerFactory.getLogger(PrefixWatch.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(400);
    /** Trying where nobody listens costs nearly nothing, and finds a returning member soon. */
    private static final Duration MOST_UNREACHED = Duration.ofMillis(500);
    /** A cluster that answers but refuses is not to be pressed. */
    private static final Duration MOST_REFUSED = Duration.ofSeconds(5);

    private final EtcdMembers members;
    private final String prefix;
    private final KeyRange range;
    private volatile @Nullable WatchThread thread;

    // All below belongs to the thread.
    private final Backoff backoff = new Backoff(FIRST_BACKOFF, RandomGenerator.getDefault());
    private final List<String> failures = new ArrayList<>();
    private final SortedMap<String, String> values = new TreeMap<>();
    private int member;
    private boolean tokenRenewed;

    PrefixWatch(EtcdMembers members, String prefix) {
        this.members = members;
        this.prefix = prefix;
        this.range = new KeyRange(prefix);
    }

    @Override
    public void start(Listener<SortedMap<String, String>> listener) {
        thread = WatchThread.start("etcd-watch " + prefix, self -> run(self, listener));
    }

    @Override
    public void refresh() {
        WatchThread running = thread;
        if (running != null) {
            running.wake();
        }
    }

    @Override
    public void close() {
        WatchThread running = thread;
        if (running != null) {
            running.close();
        }
    }

    private void run(WatchThread self, Listener<SortedMap<String, String>> listener) {
        while (!self.isClosed()) {
            try {
                step(self, listener);
            } catch (WokenException e) {
                LOG.debug("event=etcd-watch-woken prefix={}", prefix);
            } catch (Exception e) {
                LOG.error("event=etcd-watch-broken prefix={}", prefix, e);
            }
        }
    }

    private void step(WatchThread self, Listener<SortedMap<String, String>> listener) throws WokenException {
        Channel channel;
        long revision;
        try {
            channel = self.waiting(() -> members.authenticated(member));
            revision = list(self, channel);
        } catch (WokenException e) {
            throw e;
        } catch (Exception e) {
            failed(self, listener, e);
            return;
        }
        failures.clear();
        tokenRenewed = false;
        backoff.succeeded();
        listener.told(new TreeMap<>(values), Long.toString(revision));
        listener.proved(Duration.ZERO);
        try (WatchStream stream = WatchStream.open(channel, range.first(), range.end(), revision + 1)) {
            follow(self, listener, stream);
        }
        self.pause(backoff.failed(MOST_UNREACHED));
    }

    private long list(WatchThread self, Channel channel) throws Exception {
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(range.first())
                .setRangeEnd(range.end())
                .build();
        RangeResponse listed = self.waiting(() -> KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(EtcdMembers.ANSWER_SECONDS, TimeUnit.SECONDS)
                .range(request));
        values.clear();
        for (KeyValue found : listed.getKvsList()) {
            values.put(found.getKey().toStringUtf8(), found.getValue().toStringUtf8());
        }
        return listed.getHeader().getRevision();
    }

    /** Returns when the stream has ended, for whatever reason: a new list tells what there is to know. */
    private void follow(WatchThread self, Listener<SortedMap<String, String>> listener, WatchStream stream)
            throws WokenException {
        while (true) {
            WatchResponse response;
            try {
                response = self.waiting(stream::next);
            } catch (WokenException e) {
                throw e;
            } catch (Exception e) {
                LOG.debug("event=etcd-watch-ended prefix={}", prefix, e);
                return;
            }
            if (response.getCanceled() || response.getCompactRevision() > 0) {
                LOG.debug("event=etcd-watch-canceled prefix={} reason=\"{}\"", prefix, response.getCancelReason());
                return;
            }
            if (response.getEventsCount() > 0) {
                response.getEventsList().forEach(this::apply);
                listener.told(
                        new TreeMap<>(values),
                        Long.toString(response.getHeader().getRevision()));
            }
            listener.proved(Duration.ZERO);
        }
    }

    private void apply(Event event) {
        String key = event.getKv().getKey().toStringUtf8();
        switch (event.getType()) {
            case PUT -> values.put(key, event.getKv().getValue().toStringUtf8());
            case DELETE -> values.remove(key);
            case UNRECOGNIZED -> throw new IllegalStateException("an event of an unknown kind for " + key);
        }
    }

    private void failed(WatchThread self, Listener<?> listener, Exception failure) throws WokenException {
        LOG.debug("event=etcd-list-failed member={} prefix={}", members.name(member), prefix, failure);
        if (Failures.isTokenRefused(failure) && !tokenRenewed) {
            // why: tokens end with time and with the server that gave them, which is nothing to speak of
            tokenRenewed = true;
            members.forgetToken();
            return;
        }
        failures.add(members.name(member) + ": " + Failures.line(failure, prefix));
        member = (member + 1) % members.count();
        if (failures.size() >= members.count()) {
            String reasons = String.join("; ", new LinkedHashSet<>(failures));
            failures.clear();
            tokenRenewed = false;
            listener.failed(reasons);
            self.pause(backoff.failed(Failures.isAnswer(failure) ? MOST_REFUSED : MOST_UNREACHED));
        }
    }
}
