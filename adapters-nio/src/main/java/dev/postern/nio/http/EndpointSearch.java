package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.NoEndpoint;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.UpstreamState;
import org.jspecify.annotations.Nullable;

/** Finds an endpoint for an exchange, and waits in the upstream's line while all that could serve it are full. */
final class EndpointSearch implements WaitingLine.Waiter {
    private final Tries tries;
    private final ExchangeParts parts;
    private final PickRequest pick;
    private @Nullable LiveUpstream upstream;
    private @Nullable WaitingLine line;
    private @Nullable FailureKind lastFailure;

    EndpointSearch(Tries tries, ExchangeParts parts, PickRequest pick) {
        this.tries = tries;
        this.parts = parts;
        this.pick = pick;
    }

    /** @param failure of the endpoint before; what the client is told where there is no other */
    void look(LiveUpstream at, @Nullable FailureKind failure) {
        upstream = at;
        lastFailure = failure;
        if (!at.line().isEmpty() || !take(at.state())) {
            await();
        }
    }

    /** As {@link #look}, where there is no room just now. */
    void await(LiveUpstream at, @Nullable FailureKind failure) {
        upstream = at;
        lastFailure = failure;
        await();
    }

    private void await() {
        LiveUpstream at = upstream;
        if (at == null) {
            return;
        }
        if (at.line().join(this)) {
            line = at.line();
        } else {
            tries.notFound(FailureKind.AT_LIMIT);
        }
    }

    private boolean take(UpstreamState at) {
        switch (at.pick(pick, parts.loop().nowNanos())) {
            case EndpointStats endpoint -> tries.found(endpoint, at);
            case NoEndpoint none -> {
                if (none == NoEndpoint.ALL_AT_LIMIT || none == NoEndpoint.UPSTREAM_AT_LIMIT) {
                    return false;
                }
                tries.notFound(lastFailure == null ? kindOf(none) : lastFailure);
            }
        }
        return true;
    }

    private static FailureKind kindOf(NoEndpoint none) {
        return switch (none) {
            case NONE_CONFIGURED, NONE_TAKES_TRAFFIC, ALL_UNHEALTHY, ALL_TRIED -> FailureKind.NO_ENDPOINT;
            case ALL_AT_LIMIT, UPSTREAM_AT_LIMIT -> FailureKind.AT_LIMIT;
        };
    }

    @Override
    public boolean yourTurn() {
        WaitingLine standing = line;
        line = null;
        if (upstream == null || take(upstream.state())) {
            return true;
        }
        line = standing;
        return false;
    }

    @Override
    public String group() {
        return tries.route();
    }

    @Override
    public void notServed(FailureKind kind) {
        line = null;
        tries.notFound(kind);
    }

    void cancel() {
        if (line != null) {
            line.leave(this);
        }
        line = null;
        upstream = null;
    }
}
