package dev.postern.nio.health;

import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.health.Standing;
import dev.postern.domain.health.UpstreamHealth;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upstream's health, with the time that ends ejections, and the log of what becomes of its endpoints. Belongs to the
 * health loop; ends by {@link #close()}.
 */
final class WatchedUpstream {
    private static final Logger log = LoggerFactory.getLogger(WatchedUpstream.class);

    private final EventLoop loop;
    private final Consumer<WatchedUpstream> changed;
    private final UpstreamHealth health;
    private final Timeout tick = new Timeout(this::tick);
    private Upstream upstream;
    private long ejections;
    private Map<EndpointId, Availability> told = Map.of();

    /** @param changed is told when availability has changed */
    WatchedUpstream(EventLoop loop, Upstream upstream, Consumer<WatchedUpstream> changed) {
        this.loop = loop;
        this.upstream = upstream;
        this.changed = changed;
        health = new UpstreamHealth(upstream, loop.nowNanos());
        tell();
    }

    void adopt(Upstream next) {
        if (!next.equals(upstream)) {
            upstream = next;
            health.adopt(next, loop.nowNanos());
            tell();
        }
    }

    String name() {
        return upstream.name();
    }

    Map<EndpointId, Availability> availability() {
        return health.availability();
    }

    boolean isChanging(EndpointId id) {
        return health.isChanging(id);
    }

    Optional<Standing> standing(EndpointId id) {
        return health.standing(id);
    }

    void probed(EndpointId id, ProbeResult result) {
        if (!result.hasPassed()) {
            log.debug(
                    "event=probe-failed upstream={} endpoint={} reason=\"{}\"", name(), id.address(), result.detail());
        }
        watching(id, () -> health.probed(id, result, loop.nowNanos()));
    }

    void suspected(EndpointId id, String why) {
        watching(id, () -> health.suspected(id, why, loop.nowNanos()));
        armTick();
    }

    /** False when there is no such endpoint. */
    boolean drain(EndpointId id, Drain wanted) {
        boolean[] isKnown = {false};
        watching(id, () -> isKnown[0] = health.drain(id, wanted, loop.nowNanos()));
        return isKnown[0];
    }

    private void tick() {
        health.tick(loop.nowNanos())
                .forEach(id -> log.info(
                        "event=endpoint-ejection-over upstream={} endpoint={} state={}",
                        name(),
                        id.address(),
                        state(id)));
        tell();
        armTick();
    }

    private void armTick() {
        health.nextTickNanos()
                .ifPresentOrElse(
                        at -> loop.timers().arm(tick, at), () -> loop.timers().cancel(tick));
    }

    private void watching(EndpointId id, Runnable news) {
        Optional<Availability.State> before = health.standing(id).map(Standing::state);
        news.run();
        health.standing(id)
                .filter(now -> before.isPresent() && before.get() != now.state())
                .ifPresent(now -> changed(id, before.get(), now));
        tell();
    }

    private void changed(EndpointId id, Availability.State before, Standing now) {
        ejections += now.state() == Availability.State.EJECTED ? 1 : 0;
        log(id, before, now);
    }

    /** So far, of all its endpoints. */
    long ejections() {
        return ejections;
    }

    private void log(EndpointId id, Availability.State before, Standing now) {
        switch (now.state()) {
            case UNHEALTHY ->
                log.warn(
                        "event=endpoint-unhealthy upstream={} endpoint={} reason=\"{}\"",
                        name(),
                        id.address(),
                        now.why());
            case EJECTED ->
                log.warn(
                        "event=endpoint-ejected upstream={} endpoint={} reason=\"{}\" forMs={}",
                        name(),
                        id.address(),
                        now.why(),
                        (now.ejectedUntilNanos().orElse(now.sinceNanos()) - now.sinceNanos()) / 1_000_000);
            case SERVING, WARMING ->
                log.info(
                        "event=endpoint-healthy upstream={} endpoint={} was={} reason=\"{}\"",
                        name(),
                        id.address(),
                        before,
                        now.why());
            case DRAINING, OUT -> {
                if (before != Availability.State.DRAINING && before != Availability.State.OUT) {
                    log.info(
                            "event=endpoint-draining upstream={} endpoint={} was={} reason=\"{}\"",
                            name(),
                            id.address(),
                            before,
                            now.why());
                }
            }
            case UNPROVEN -> {}
        }
    }

    private String state(EndpointId id) {
        return health.standing(id).map(now -> now.state().toString()).orElse("");
    }

    private void tell() {
        if (!told.equals(health.availability())) {
            told = health.availability();
            changed.accept(this);
        }
    }

    void close() {
        loop.timers().cancel(tick);
    }
}
