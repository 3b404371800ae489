package dev.postern.nio.http;

import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.NoEndpoint;
import dev.postern.domain.upstream.Pick;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.UpstreamState;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where an exchange tries again: at an endpoint that it has not tried, rather one that did not fail last; when all
 * were tried it goes round again. Never where it was asked not to, and where it just failed only if there is no other.
 */
final class NextEndpoint {
    private final PickRequest pick;
    private boolean isSecondRound;
    private boolean allAreFull;

    NextEndpoint(PickRequest pick) {
        this.pick = pick;
    }

    /** Null where there is none. */
    @Nullable
    EndpointStats after(EndpointStats failed, UpstreamState at, long nowNanos) {
        allAreFull = false;
        for (int round = 0; round < 3; round++) {
            isSecondRound = round > 0;
            if (round > 0) {
                pick.reset();
            }
            if (round < 2) {
                pick.exclude(failed);
            }
            EndpointStats chosen = choose(at, nowNanos);
            if (chosen != null || allAreFull) {
                return chosen;
            }
        }
        return null;
    }

    /** One to ask while another one is being asked: only where it is well and has room. */
    @Nullable
    EndpointStats beside(EndpointStats first, UpstreamState at, long nowNanos) {
        pick.exclude(first);
        EndpointStats chosen = choose(at, nowNanos);
        return chosen != null && chosen.failureStreak() == 0 ? chosen : null;
    }

    private @Nullable EndpointStats choose(UpstreamState at, long nowNanos) {
        EndpointStats second = null;
        Pick picked = at.pick(pick, nowNanos);
        while (picked instanceof EndpointStats endpoint) {
            boolean mayBeTried = !endpoint.isAskingForPause(nowNanos);
            if (mayBeTried && endpoint.failureStreak() == 0) {
                return endpoint;
            }
            second = second == null && mayBeTried ? endpoint : second;
            pick.exclude(endpoint);
            picked = at.pick(pick, nowNanos);
        }
        boolean isFull = picked == NoEndpoint.ALL_AT_LIMIT || picked == NoEndpoint.UPSTREAM_AT_LIMIT;
        allAreFull = second == null && isFull;
        return second;
    }

    /** The one that was chosen last had been tried before. */
    boolean isSecondRound() {
        return isSecondRound;
    }

    /** None was chosen because all that would do have as much as they may. */
    boolean areAllFull() {
        return allAreFull;
    }
}
