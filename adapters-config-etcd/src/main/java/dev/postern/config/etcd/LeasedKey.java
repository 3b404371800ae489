package dev.postern.config.etcd;

import dev.postern.config.etcd.Questions.UnansweredException;
import dev.postern.ports.discovery.ServiceRegistrar.Registration;
import dev.postern.ports.discovery.ServiceRegistrar.State;
import dev.postern.ports.store.Announcer;
import dev.postern.ports.store.Backoff;
import dev.postern.ports.store.WatchThread;
import dev.postern.ports.store.WatchThread.WokenException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One key with a lease, kept alive on a virtual thread of its own: three times in the lease's life both are looked after,
 * and whichever is lost is made anew. Ends with {@link #withdraw()} or {@link #close()}.
 */
final class LeasedKey implements Registration {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MOST_BACKOFF = Duration.ofSeconds(1);
    private static final long ENDING_SECONDS = 5;

    private final EtcdMembers members;
    private final Questions questions;
    private final Entry entry;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable WatchThread thread;

    // Both belong to the thread, and when that has ended to whoever closes.
    private final Backoff backoff = new Backoff(FIRST_BACKOFF, RandomGenerator.getDefault());
    private Lease lease = Lease.NONE;

    /** @param lifetime that is asked for; the cluster may give a longer one */
    record Entry(String key, String value, Duration lifetime) {}

    LeasedKey(EtcdConnection connection, Entry entry) {
        this.members = new EtcdMembers(connection);
        this.questions = new Questions(members, entry.key());
        this.entry = entry;
    }

    @Override
    public void start(Consumer<State> listener) {
        Announcer<State> announcer = new Announcer<>(listener);
        thread = WatchThread.start("etcd-lease " + entry.key(), self -> run(self, announcer));
    }

    private void run(WatchThread self, Announcer<State> announcer) {
        try {
            while (!self.isClosed()) {
                step(self, announcer);
            }
        } catch (WokenException e) {
            announcer.close();
        } finally {
            ended.countDown();
        }
    }

    private void step(WatchThread self, Announcer<State> announcer) throws WokenException {
        try {
            lease = self.waiting(() -> questions.ask(channel -> lease.lookAfter(channel, entry)));
            backoff.succeeded();
            announcer.tell(new State.Entered(entry.key()));
            self.pause(lease.lifetime().dividedBy(3));
        } catch (WokenException e) {
            throw e;
        } catch (UnansweredException e) {
            announcer.tell(new State.Lost(String.valueOf(e.getMessage())));
            self.pause(backoff.failed(MOST_BACKOFF));
        } catch (Exception e) {
            announcer.tell(new State.Lost("unexpected " + e));
            self.pause(backoff.failed(MOST_BACKOFF));
        }
    }

    @Override
    public boolean withdraw() {
        boolean isGone = hasEnded() && revoke();
        members.close();
        return isGone;
    }

    private boolean hasEnded() {
        WatchThread running = thread;
        if (running == null) {
            return true;
        }
        running.close();
        try {
            return ended.await(ENDING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean revoke() {
        if (lease.isNone()) {
            return true;
        }
        try {
            boolean isRevoked = questions.ask(lease::revoke);
            lease = Lease.NONE;
            return isRevoked;
        } catch (UnansweredException e) {
            return false;
        }
    }

    @Override
    public void close() {
        withdraw();
    }
}
