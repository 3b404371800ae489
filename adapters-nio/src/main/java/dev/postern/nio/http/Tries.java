package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Repeat;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.RetryAfter;
import dev.postern.domain.upstream.RetryPolicy;
import dev.postern.domain.upstream.RetryPolicy.Progress;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.loop.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one exchange: when one fails, the route's policy says whether another follows, the upstream's budget whether
 * there is room for it, and the request's body whether it can be sent again. Belongs to its exchange and its loop.
 *
 * <pre>
 *   RESTING --begin--> TRYING --answered--> told to the exchange
 *                        ^  \__failed, or a status to try again--> PAUSING, or waiting for room
 *                        \______________________________________________/
 * </pre>
 */
final class Tries {
    private static final byte[] RETRY_AFTER = Ascii.bytes("retry-after");

    private final Exchange exchange;
    private final ExchangeParts parts;
    private final ServerStream stream;
    private final IncomingRequest request;
    private final PickRequest pick;
    private final ForwardedRequest forwarded;
    private final Attempt attempt;
    private final EndpointSearch search;
    private final NextEndpoint next;
    private final Timeout pause = new Timeout(this::goOn);
    private final Timeout tryTime = new Timeout(this::tryIsOverdue);
    private final Slice value = new Slice();

    private RetryPolicy policy = RetryPolicy.unwritten();
    private @Nullable UpstreamState upstream;
    private @Nullable EndpointStats chosen;
    private @Nullable FailureKind lastFailure;
    private @Nullable KeptBody body;
    private int made;
    private @Nullable EndpointStats last;
    private long searchingSince;
    private long searchedNanos;
    private long askedAt;
    private boolean keepsBody;
    private boolean bodyTaken;
    /** The next try gets from what is kept what the one before had taken. */
    private boolean repeatsKept;

    Tries(Exchange exchange, ExchangeParts parts, ServerStream stream, PickRequest pick, ForwardedRequest forwarded) {
        this.exchange = exchange;
        this.parts = parts;
        this.stream = stream;
        request = stream.request();
        this.pick = pick;
        this.forwarded = forwarded;
        attempt = new Attempt(this, parts);
        search = new EndpointSearch(this, parts, pick);
        next = new NextEndpoint(pick);
    }

    private long nowNanos() {
        return parts.loop().nowNanos();
    }

    /** By which the request came. */
    String route() {
        return exchange.route();
    }

    /** How many there were of the present request. */
    int made() {
        return made;
    }

    /** The upstream of the present request, if it is forwarded. */
    @Nullable
    UpstreamState upstream() {
        return upstream;
    }

    /** The endpoint that was asked last, if any was. */
    @Nullable
    EndpointStats last() {
        return last;
    }

    /** How long no endpoint was asked. */
    long searchedNanos() {
        return searchedNanos;
    }

    /** When the last endpoint was asked. */
    long askedAt() {
        return askedAt;
    }

    void begin(RetryPolicy by, UpstreamState at) {
        policy = by;
        upstream = at;
        made = 1;
        bodyTaken = false;
        repeatsKept = false;
        lastFailure = null;
        searchingSince = nowNanos();
        searchedNanos = 0;
        at.retryBudget().requestBegan(nowNanos());
        keepBody();
        search.look(at, null);
    }

    private void keepBody() {
        boolean hasBody = request.bodyLength() > 0 || request.bodyLength() == BodyLength.OPEN;
        long most = hasBody ? policy.bufferBytes(request.method()) : 0;
        keepsBody = most > 0 && request.bodyLength() <= most;
        if (keepsBody) {
            if (body == null) {
                body = new KeptBody(parts.buffers());
            }
            body.begin(most);
        }
    }

    // ---- one try

    void found(EndpointStats endpoint, UpstreamState at) {
        last = endpoint;
        askedAt = nowNanos();
        searchedNanos += askedAt - searchingSince;
        armTry();
        attempt.begin(endpoint, parts.upstreams().streams(endpoint, at.upstream()));
    }

    void notFound(FailureKind kind) {
        exchange.fail(kind);
    }

    /** Somebody else was quicker where there had been room. */
    void noRoom() {
        parts.loop().timers().cancel(tryTime);
        UpstreamState at = upstream;
        if (at != null) {
            search.await(at, lastFailure);
        }
    }

    private void armTry() {
        if (policy.perTryNanos() > 0) {
            parts.loop().timers().arm(tryTime, nowNanos() + policy.perTryNanos());
        }
    }

    private void tryIsOverdue() {
        if (exchange.isWaiting()) {
            attempt.timeOut();
        }
    }

    /** There is a connection: head and what there is of the body leave together. */
    void send(ClientStream to) {
        KeptBody kept = keepsBody ? body : null;
        if (repeatsKept && kept != null && !kept.isWhole()) {
            attempt.cancel();
            exchange.fail(FailureKind.CONNECTION_RESET);
            return;
        }
        forwarded.attempt(made, leftNanos());
        to.send(forwarded);
        boolean mayGoOn = true;
        if (kept != null) {
            kept.passTo(to);
            mayGoOn = kept.catchUp();
        }
        if (mayGoOn) {
            stream.resumeRequest();
        }
        if (attempt.isConnected()) {
            to.flush();
        }
    }

    /** For this try; 0 where there is no limit. */
    private long leftNanos() {
        long all = exchange.leftNanos();
        long one = policy.perTryNanos();
        return all == 0 || (one > 0 && one < all) ? one : all;
    }

    MessageSink requestSink() {
        if (policy.perTryNanos() > 0 && exchange.isWaiting() && attempt.isConnected()) {
            armTry();
        }
        return keepsBody && body != null ? body : attempt.stream();
    }

    void requestWritable() {
        if (!keepsBody || body == null || body.catchUp()) {
            stream.resumeRequest();
        }
    }

    /** Whether it could be sent again after all of it was sent. */
    boolean isRepeatable() {
        return request.bodyLength() <= 0
                && request.bodyLength() != BodyLength.OPEN
                && IdempotentMethods.contains(request.method());
    }

    // ---- its answer

    void interim(IncomingResponse response) {
        exchange.relayInterim(response);
    }

    void answered(IncomingResponse response) {
        parts.loop().timers().cancel(tryTime);
        if (!isTriedAgain(response)) {
            if (keepsBody && body != null) {
                body.settle();
            }
            exchange.relay(response);
        }
    }

    void switched(IncomingResponse response) {
        parts.loop().timers().cancel(tryTime);
        exchange.tunnel(response);
    }

    /** Tells which endpoint's answer is relayed. */
    void bind(BoundClient client) {
        client.to(upstream, attempt.endpoint(), pick);
    }

    MessageSink clientSide() {
        return exchange.clientSide();
    }

    void ended() {
        exchange.relayed();
    }

    void resumeResponse() {
        attempt.stream().resumeResponse();
    }

    boolean isConnected() {
        return attempt.isConnected();
    }

    private boolean isTriedAgain(IncomingResponse response) {
        UpstreamState at = upstream;
        EndpointStats endpoint = attempt.endpoint();
        if (at == null
                || endpoint == null
                || policy.decide(response.status(), request.method(), made) != RetryPolicy.Decision.ELSEWHERE) {
            return false;
        }
        long askedNanos = response.fields().find(RETRY_AFTER, value)
                ? RetryAfter.nanos(value, System.currentTimeMillis() / 1000)
                : 0;
        endpoint.asksForPause(nowNanos(), askedNanos);
        EndpointStats other = next.after(endpoint, at, nowNanos());
        if (other == null || !at.retryBudget().tryRetry(nowNanos())) {
            return false;
        }
        if (!bringsBodyBack()) {
            at.retryBudget().giveBack();
            return false;
        }
        lastFailure = FailureKind.NO_ENDPOINT;
        searchingSince = nowNanos();
        attempt.discard();
        made++;
        // why at once: it says that this is a matter of its own, not of a load that all have to bear.
        goOnAfter(askedNanos > 0 ? 0 : RetryPolicy.delayNanos(made - 1, parts.chance()), other);
        return true;
    }

    // ---- its failure, and the next one

    void failed(EndpointStats endpoint, FailureKind kind) {
        searchingSince = nowNanos();
        parts.loop().timers().cancel(tryTime);
        UpstreamState at = upstream;
        if (at == null || !exchange.isWaiting()) {
            exchange.fail(kind);
            return;
        }
        Progress progress = attempt.wasSent() ? Progress.SENT : Progress.NOT_SENT;
        boolean isNext = switch (policy.decide(kind, progress, request.method(), made)) {
            case GIVE_UP -> false;
            case FRESH_CONNECTION -> replaced(endpoint, at);
            case ELSEWHERE -> elsewhere(endpoint, at, kind);
        };
        if (!isNext) {
            exchange.fail(kind);
        }
    }

    /** The connection had grown stale: another one to the same endpoint carries the same try. */
    private boolean replaced(EndpointStats endpoint, UpstreamState at) {
        if (!bringsBodyBack()) {
            return false;
        }
        armTry();
        attempt.beginFresh(endpoint, parts.upstreams().streams(endpoint, at.upstream()));
        return true;
    }

    private boolean elsewhere(EndpointStats endpoint, UpstreamState at, FailureKind kind) {
        EndpointStats other = next.after(endpoint, at, nowNanos());
        boolean waits = next.areAllFull() || !parts.upstreams().line(at).isEmpty();
        if (other == null && !waits) {
            return false;
        }
        boolean wasReached = kind.repeat() != Repeat.ALWAYS;
        // why free: an endpoint that takes no connections has no load of it, and the one that takes over is well.
        boolean isFree = !wasReached && other != null && other.failureStreak() == 0;
        if (!isFree && !at.retryBudget().tryRetry(nowNanos())) {
            return false;
        }
        if (!bringsBodyBack()) {
            if (!isFree) {
                at.retryBudget().giveBack();
            }
            return false;
        }
        lastFailure = kind;
        made++;
        if (other == null || waits) {
            search.look(at, kind);
        } else {
            boolean pauses = wasReached || next.isSecondRound();
            goOnAfter(pauses ? RetryPolicy.delayNanos(made - 1, parts.chance()) : 0, other);
        }
        return true;
    }

    /** Whether the request's body can be sent from its beginning; then it will be, and nothing of it is taken before. */
    private boolean bringsBodyBack() {
        bodyTaken |= attempt.tookBody();
        if (stream.rewindRequest()) {
            bodyTaken = false;
            repeatsKept = false;
            keepBody();
            return true;
        }
        KeptBody kept = keepsBody ? body : null;
        if (bodyTaken && (kept == null || !kept.isWhole())) {
            return false;
        }
        repeatsKept = bodyTaken;
        if (kept != null) {
            kept.pause();
        }
        return true;
    }

    private void goOnAfter(long nanos, EndpointStats endpoint) {
        chosen = endpoint;
        if (nanos == 0) {
            goOn();
        } else {
            parts.loop().timers().arm(pause, nowNanos() + nanos);
        }
    }

    private void goOn() {
        EndpointStats endpoint = chosen;
        UpstreamState at = upstream;
        chosen = null;
        if (endpoint != null && at != null && exchange.isWaiting()) {
            found(endpoint, at);
        }
    }

    // ---- the end

    /** Gives up; no call comes from them any more. */
    void cancel() {
        stop();
        attempt.cancel();
    }

    /** As {@link #cancel}, because the exchange's time is up. */
    void expire() {
        stop();
        attempt.expire();
    }

    private void stop() {
        search.cancel();
        chosen = null;
        parts.loop().timers().cancel(pause);
        parts.loop().timers().cancel(tryTime);
    }

    void rest() {
        upstream = null;
        last = null;
        made = 0;
        searchedNanos = 0;
        if (body != null) {
            body.rest();
        }
        pick.reset();
    }
}
