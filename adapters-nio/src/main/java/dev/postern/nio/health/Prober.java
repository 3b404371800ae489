package dev.postern.nio.health;

import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Randomness;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.upstream.Connector;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks one target again and again, for all upstreams that want to know: at irregular times, so that neither endpoints nor
 * proxies fall into step, and sooner while answers contradict what is held. Belongs to the health loop; ends by {@link
 * #stop()}.
 */
final class Prober {
    /** Is told of results. */
    interface Listener {
        void heard(Prober prober, ProbeResult result);

        /** Whether somebody waits for the next result to decide. */
        boolean isChanging(Prober prober);
    }

    private static final int FASTER = 4;

    private final ConnectionParts parts;
    private final Connector connector;
    private final Randomness chance;
    private final ProbeTarget target;
    private final Listener listener;
    private final Timeout next = new Timeout(this::ask);
    private final Timeout patience = new Timeout(this::tooLate);
    private Set<EndpointId> askedFor;
    private @Nullable Probe probe;
    private Optional<ProbeResult> last = Optional.empty();
    private long beganNanos;

    Prober(
            ConnectionParts parts,
            Connector connector,
            Randomness chance,
            ProbeTarget target,
            Set<EndpointId> askedFor,
            Listener listener) {
        this.parts = parts;
        this.connector = connector;
        this.chance = chance;
        this.target = target;
        this.askedFor = askedFor;
        this.listener = listener;
    }

    /** Whose standing depends on it: the same endpoint in one upstream or in several. */
    Set<EndpointId> askedFor() {
        return askedFor;
    }

    void isAskedFor(Set<EndpointId> ids) {
        askedFor = ids;
    }

    Optional<ProbeResult> last() {
        return last;
    }

    /** @param withinNanos when the first probe begins at the latest */
    void begin(long withinNanos) {
        parts.loop().timers().arm(next, parts.loop().nowNanos() + chance.below(Math.max(1, withinNanos)));
    }

    void stop() {
        parts.loop().timers().cancel(next);
        giveUp();
    }

    /** An answer is awaited. */
    boolean isAsking() {
        return probe != null;
    }

    private void giveUp() {
        parts.loop().timers().cancel(patience);
        Probe asking = probe;
        probe = null;
        if (asking != null) {
            asking.cancel();
        }
    }

    private void ask() {
        beganNanos = parts.loop().nowNanos();
        parts.loop()
                .timers()
                .arm(patience, beganNanos + target.question().timeout().toNanos());
        Probe asking = target.question().tcp()
                ? new TcpProbe(parts, connector, target, this::ended)
                : new HttpProbe(parts, connector, target, this::ended);
        probe = asking;
        asking.begin();
    }

    private void tooLate() {
        giveUp();
        ended(Probe.failed("no answer within " + target.question().timeout().toMillis() + "ms"));
    }

    private void ended(Optional<ProbeResult> result) {
        probe = null;
        parts.loop().timers().cancel(patience);
        result.ifPresent(known -> {
            last = result;
            listener.heard(this, known);
        });
        long interval = target.question().interval().toNanos();
        long wait = listener.isChanging(this) ? interval / FASTER : interval;
        long early = wait / 10;
        long now = parts.loop().nowNanos();
        long left = beganNanos - now + wait - early + chance.below(2 * early);
        parts.loop().timers().arm(next, now + Math.max(left, early));
    }
}
