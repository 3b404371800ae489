package dev.postern.ports.discovery;

import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.discovery.EndpointUpdate.Endpoints;
import dev.postern.ports.discovery.EndpointUpdate.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Listens to a discovery, keeps what it tells, and lets a test wait for it. */
public final class RecordedUpdates implements Consumer<EndpointUpdate> {
    private final List<EndpointUpdate> updates = new ArrayList<>();
    private final Duration patience;

    public RecordedUpdates(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void accept(EndpointUpdate update) {
        synchronized (updates) {
            updates.add(update);
            updates.notifyAll();
        }
    }

    public List<EndpointUpdate> all() {
        synchronized (updates) {
            return List.copyOf(updates);
        }
    }

    /** Waits until the last update tells exactly these addresses, in this order. */
    public List<EndpointConfig> awaitAddresses(String... addresses) throws InterruptedException {
        Endpoints told =
                (Endpoints) awaitLast(update -> update instanceof Endpoints endpoints && tells(endpoints, addresses));
        return told.endpoints();
    }

    /** Waits for an update like that among those that follow the first {@code skipped} ones. */
    public void awaitAddressesAfter(int skipped, String... addresses) throws InterruptedException {
        awaitLast(ignored -> updates.stream()
                .skip(skipped)
                .anyMatch(update -> update instanceof Endpoints endpoints && tells(endpoints, addresses)));
    }

    private static boolean tells(Endpoints told, String... addresses) {
        return told.endpoints().stream()
                .map(endpoint -> endpoint.address().toString())
                .toList()
                .equals(List.of(addresses));
    }

    /** Waits until the last update is a reason, and answers it. */
    public String awaitUnavailable() throws InterruptedException {
        return ((Unavailable) awaitLast(Unavailable.class::isInstance)).reason();
    }

    private EndpointUpdate awaitLast(Predicate<EndpointUpdate> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (updates) {
            while (updates.isEmpty() || !wanted.test(updates.getLast())) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("not told in " + patience + "; told: " + updates);
                }
                updates.wait(Math.max(1, left / 1_000_000));
            }
            return updates.getLast();
        }
    }
}
