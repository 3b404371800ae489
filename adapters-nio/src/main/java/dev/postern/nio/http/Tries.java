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
 * there is room for it, and the request's body whether it can be sent again. Belongs to its exchange and its loop. Longer
 * than most files, because a hedge, a retry and a wait for room may each end the other two.
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
    private final Traced trace;
    private Attempt attempt;
    /** Runs only beside the other one, as its hedge; they change places when that one has failed. */
    private Attempt second;
    /** To which the request is told just now. */
    private Attempt sending;

    private final Hedge hedge;
    private final RepeatedBody body;
    private final EndpointSearch search;
    private final NextEndpoint next;
    private final Timeout pause = new Timeout(this::goOn);
    private final Timeout tryTime = new Timeout(this::tryIsOverdue);
    private final Slice value = new Slice();

    private RetryPolicy policy = RetryPolicy.unwritten();
    private @Nullable LiveUpstream upstream;
    private @Nullable EndpointStats chosen;
    private @Nullable FailureKind lastFailure;
    private int made;
    private @Nullable EndpointStats last;
    private long searchingSince;
    private long searchedNanos;
    private long askedAt;
    private long connectNanos;

    Tries(
            Exchange exchange,
            ExchangeParts parts,
            ServerStream stream,
            PickRequest pick,
            ForwardedRequest forwarded,
            Traced trace) {
        this.exchange = exchange;
        this.parts = parts;
        this.stream = stream;
        request = stream.request();
        this.pick = pick;
        this.forwarded = forwarded;
        this.trace = trace;
        attempt = new Attempt(this, parts, trace);
        second = new Attempt(this, parts, trace);
        sending = attempt;
        body = new RepeatedBody(parts.buffers(), stream);
        hedge = new Hedge(parts.loop(), request, this::askSecond);
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
        return upstream == null ? null : upstream.state();
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

    /** From an endpoint's being asked until there was a connection to it, in the last try that got one. */
    long connectNanos() {
        return connectNanos;
    }

    /** When the last endpoint was asked. */
    long askedAt() {
        return askedAt;
    }

    void begin(RetryPolicy by, LiveUpstream at) {
        policy = by;
        upstream = at;
        made = 1;
        lastFailure = null;
        searchingSince = nowNanos();
        searchedNanos = 0;
        at.state().retryBudget().requestBegan(nowNanos());
        body.begin(by);
        hedge.begin(by, at.state());
        search.look(at, null);
    }

    // ---- one try

    void found(EndpointStats endpoint, UpstreamState at) {
        last = endpoint;
        askedAt = nowNanos();
        searchedNanos += askedAt - searchingSince;
        armTry();
        if (made == 1) {
            hedge.tried(policy);
        }
        attempt.begin(made, endpoint, parts.upstreams().streams(endpoint, at.upstream()));
    }

    /** The first one takes long: whoever answers first is the client's. */
    private void askSecond() {
        UpstreamState at = upstream();
        EndpointStats first = attempt.endpoint();
        if (at == null || first == null || !exchange.isWaiting() || made >= policy.attempts()) {
            return;
        }
        EndpointStats other = next.beside(first, at, nowNanos());
        if (other != null && at.retryBudget().tryRetry(nowNanos())) {
            made++;
            second.begin(made, other, parts.upstreams().streams(other, at.upstream()));
        }
    }

    private void changePlaces() {
        Attempt was = attempt;
        attempt = second;
        second = was;
    }

    private Attempt beside(Attempt one) {
        return one.equals(attempt) ? second : attempt;
    }

    void notFound(FailureKind kind) {
        exchange.fail(kind);
    }

    /** Somebody else was quicker where there had been room. */
    void noRoom(Attempt of) {
        if (of.equals(second)) {
            return;
        }
        parts.loop().timers().cancel(tryTime);
        LiveUpstream at = upstream;
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
    void send(Attempt by, ClientStream to) {
        sending = by;
        if (body.isLost()) {
            by.cancel();
            exchange.fail(FailureKind.CONNECTION_RESET);
            return;
        }
        connectNanos = nowNanos() - by.beganNanos();
        trace.sends(by.span());
        forwarded.attempt(by.number(), leftNanos());
        to.send(forwarded);
        if (hedge.mayBe()) {
            // why: the other one may have been told the end of the request already.
            stream.rewindRequest();
        }
        body.tell(to);
        if (by.isConnected()) {
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
        return body.sink(sending);
    }

    void requestWritable() {
        body.goOn();
    }

    /** Whether it could be sent again after all of it was sent. */
    boolean isRepeatable() {
        return request.bodyLength() <= 0
                && request.bodyLength() != BodyLength.OPEN
                && IdempotentMethods.contains(request.method());
    }

    // ---- its answer

    void interim(IncomingResponse response) {
        if (!second.isRunning()) {
            exchange.relayInterim(response);
        }
    }

    void answered(Attempt by, IncomingResponse response) {
        Attempt other = beside(by);
        if (other.isRunning()) {
            if (policy.decide(response.status(), request.method(), 1) == RetryPolicy.Decision.ELSEWHERE) {
                by.discard();
                leaveTo(other);
                return;
            }
            other.cancel();
            leaveTo(by);
        }
        hedge.answered();
        parts.loop().timers().cancel(tryTime);
        if (!isTriedAgain(response)) {
            body.settle();
            exchange.relay(response);
        }
    }

    void switched(IncomingResponse response) {
        parts.loop().timers().cancel(tryTime);
        exchange.tunnel(response);
    }

    /** Tells which endpoint's answer is relayed. */
    void bind(BoundClient client) {
        client.to(upstream(), attempt.endpoint(), pick);
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
        UpstreamState at = upstream();
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
        if (!body.comesBack(attempt)) {
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

    void failed(Attempt by, EndpointStats endpoint, FailureKind kind) {
        searchingSince = nowNanos();
        parts.loop().timers().cancel(tryTime);
        hedge.stop();
        Attempt other = beside(by);
        if (other.isRunning()) {
            leaveTo(other);
            armTry();
            return;
        }
        LiveUpstream at = upstream;
        if (at == null || !exchange.isWaiting()) {
            exchange.fail(kind);
            return;
        }
        Progress progress = attempt.wasSent() ? Progress.SENT : Progress.NOT_SENT;
        boolean isNext = switch (policy.decide(kind, progress, request.method(), made)) {
            case GIVE_UP -> false;
            case FRESH_CONNECTION -> replaced(endpoint, at.state());
            case ELSEWHERE -> elsewhere(endpoint, at, kind);
        };
        if (!isNext) {
            exchange.fail(kind);
        }
    }

    /** The other one is over, or not wanted any more. */
    private void leaveTo(Attempt one) {
        if (one.equals(second)) {
            changePlaces();
        }
        sending = one;
        last = one.endpoint();
    }

    /** The connection had grown stale: another one to the same endpoint carries the same try. */
    private boolean replaced(EndpointStats endpoint, UpstreamState at) {
        if (!body.comesBack(attempt)) {
            return false;
        }
        armTry();
        attempt.beginFresh(endpoint, parts.upstreams().streams(endpoint, at.upstream()));
        return true;
    }

    private boolean elsewhere(EndpointStats endpoint, LiveUpstream at, FailureKind kind) {
        EndpointStats other = next.after(endpoint, at.state(), nowNanos());
        boolean waits = next.areAllFull() || !at.line().isEmpty();
        if (other == null && !waits) {
            return false;
        }
        boolean wasReached = kind.repeat() != Repeat.ALWAYS;
        // why free: an endpoint that takes no connections has no load of it, and the one that takes over is well.
        boolean isFree = !wasReached && other != null && other.failureStreak() == 0;
        if (!isFree && !at.state().retryBudget().tryRetry(nowNanos())) {
            return false;
        }
        if (!body.comesBack(attempt)) {
            if (!isFree) {
                at.state().retryBudget().giveBack();
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
        UpstreamState at = upstream();
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
        second.cancel();
    }

    /** As {@link #cancel}, because the exchange's time is up. */
    void expire() {
        stop();
        attempt.expire();
        second.expire();
    }

    private void stop() {
        search.cancel();
        hedge.stop();
        chosen = null;
        parts.loop().timers().cancel(pause);
        parts.loop().timers().cancel(tryTime);
    }

    void rest() {
        upstream = null;
        last = null;
        made = 0;
        searchedNanos = 0;
        connectNanos = 0;
        hedge.rest();
        body.rest();
        pick.reset();
    }
}
