package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.Size;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.rewrite.ForwardedHeaders;
import dev.postern.domain.rewrite.HeaderEdits;
import dev.postern.domain.rewrite.PathParameters;
import dev.postern.domain.rewrite.TemplateScope;
import dev.postern.domain.routing.RouteMatch;
import dev.postern.domain.snapshot.Action;
import dev.postern.domain.snapshot.Destination;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.RouteTimes;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.tcp.Sessions;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: finds the route, does what it says, and carries bytes both ways. Each connection has one
 * and uses it for request after request. Belongs to the connection's loop; ends when the response has left, or the client.
 *
 * <pre>
 *   RESTING --request--> FORWARDING --response head--> RELAYING --its end--> ANSWERED --left--> RESTING
 *                \            \__failed, no more tries__            /
 *                \            \__101--> TUNNELLING --both ends said--> ANSWERED
 *                 \___no route, own answer_____________\__ANSWERED_/
 * </pre>
 */
public final class Exchange implements ServerStreamListener, Sessions.Session {
    private enum State {
        RESTING,
        FORWARDING,
        RELAYING,
        TUNNELLING,
        ANSWERED
    }

    private final ExchangeParts parts;
    private final ServerStream stream;
    private final IncomingRequest request;
    private final Traced trace;
    private final Tries tries;
    private final ExchangeFacts facts;
    private final RouteMatch<RoutePlan> match = new RouteMatch<>();
    private final PathParameters parameters;
    private final TemplateScope scope;
    private final ForwardedRequest forwarded;
    private final RelayedResponse relayed;
    private final RouteAnswer ownAnswer;
    private final RequestIds ids;
    private final Slice givenId = new Slice();

    private State state = State.RESTING;
    private @Nullable ByteBuffer ownBody;
    private @Nullable RoutePlan plan;
    private final Timeout deadline = new Timeout(this::overdue);
    private long timeoutNanos;
    private long deadlineNanos;
    private boolean isSession;

    public Exchange(ExchangeParts parts, ServerStream stream) {
        this.parts = parts;
        this.stream = stream;
        request = stream.request();
        parameters = parametersOf(match);
        scope = new TemplateScope(request, parameters);
        trace = new Traced(parts.loop(), parts.chance());
        forwarded = new ForwardedRequest(scope, parts.hopByHop(), parts.client(), trace.context());
        tries = new Tries(this, parts, stream, new PickRequest(request, parts.chance()), forwarded, trace);
        facts = new ExchangeFacts(parts.loop(), parts.observer(), stream, tries, trace);
        ownAnswer = new RouteAnswer(scope);
        relayed = new RelayedResponse(scope, parts.hopByHop());
        ids = new RequestIds(parts.chance());
    }

    private static PathParameters parametersOf(RouteMatch<RoutePlan> match) {
        return new PathParameters() {
            @Override
            public void get(int index, Slice into) {
                into.set(match.parameter(index));
            }

            @Override
            public int matchedPrefixLength() {
                return match.matchedPrefixLength();
            }
        };
    }

    // ---- what the client does

    @Override
    public void requestStarted(ServerStream started) {
        state = State.FORWARDING;
        request.comesFrom(parts.client());
        Optional<HttpListener> listener = parts.listener().get();
        trace.clear();
        facts.began(listener.isPresent() ? listener.get().name() : "");
        if (listener.isEmpty()) {
            request.isKnownAs(ids.next());
            fail(FailureKind.SHUTTING_DOWN);
        } else if (parts.strain().refuses()) {
            request.isKnownAs(ids.next());
            fail(FailureKind.OVERLOADED);
        } else {
            identify(listener.get().forwarding());
            trace.begin(request, listener.get(), parts.client().isPeerTrusted());
            if (listener.get().forwarding().rejects(request.headers(), scope)) {
                fail(FailureKind.BAD_REQUEST);
            } else {
                find(listener.get());
            }
        }
    }

    private void identify(ForwardedHeaders forwarding) {
        scope.at(request, parameters);
        forwarding.identify(parts.client(), request.headers(), scope);
        boolean given = forwarding.findRequestId(request.headers(), parts.client(), givenId);
        request.isKnownAs(given ? givenId : ids.next());
        forwarded.forwarding(forwarding);
    }

    private void find(HttpListener listener) {
        listener.routes().find(request, match);
        switch (match.outcome()) {
            case MATCHED -> act(match.plan(), listener);
            case METHOD_NOT_ALLOWED -> fail(FailureKind.METHOD_NOT_ALLOWED);
            case NOT_FOUND -> fail(FailureKind.NO_ROUTE);
        }
    }

    private void act(RoutePlan found, HttpListener listener) {
        plan = found;
        facts.follows(found, match.config());
        switch (found.action()) {
            case Action.Forward forward -> {
                if (!limitsBody(listener)) {
                    fail(FailureKind.BODY_TOO_LARGE);
                } else if (request.maxForwards() == 0) {
                    answerAsTheLast();
                } else {
                    forward(found, forward.destination());
                }
            }
            case Action.Answer answer -> {
                ownAnswer.of(answer.respond(), found.responseEdits());
                answer(ownAnswer, ownAnswer.body());
            }
            case Action.SendElsewhere elsewhere -> {
                if (ownAnswer.takes(elsewhere.redirect(), found.responseEdits())) {
                    answer(ownAnswer, ownAnswer.body());
                } else {
                    fail(FailureKind.BAD_REQUEST);
                }
            }
            case Action.Deny deny -> answerError(OwnAnswer.denied(request, deny.status()));
        }
    }

    /** False when the head says already that the body is too large. */
    private boolean limitsBody(HttpListener listener) {
        Optional<Size> ofRoute = match.config().maxBodySize();
        long most = ofRoute.isPresent()
                ? ofRoute.get().bytes()
                : listener.config().http().maxBodySize().bytes();
        if (most > 0) {
            stream.limitRequest(most);
        }
        return most == 0 || request.bodyLength() <= most;
    }

    /** RFC 9110 §7.6.2. A TRACE is not sent back: what proxies added to it is none of the client's business. */
    private void answerAsTheLast() {
        if (request.method().is(OPTIONS)) {
            answer(EmptyAnswer.OK, ByteBuffer.allocate(0));
        } else {
            fail(FailureKind.METHOD_NOT_IMPLEMENTED);
        }
    }

    @Override
    public MessageSink requestBody() {
        if (timeoutNanos > 0 && hasBody()) {
            armDeadline();
        }
        return tries.requestSink();
    }

    @Override
    public void requestFailed(FailureKind kind) {
        tries.cancel();
        fail(kind);
    }

    private boolean hasBody() {
        return request.bodyLength() != BodyLength.NONE && request.bodyLength() != 0;
    }

    /** The route's time: from the request's head, or from the last part of its body, to the response's head. */
    private void armDeadline() {
        if (state == State.FORWARDING) {
            deadlineNanos = parts.loop().nowNanos() + timeoutNanos;
            parts.loop().timers().arm(deadline, deadlineNanos);
        }
    }

    /** What is left of the route's time; 0 where it has none. */
    long leftNanos() {
        return timeoutNanos == 0 ? 0 : Math.max(1, deadlineNanos - parts.loop().nowNanos());
    }

    private void overdue() {
        if (state == State.FORWARDING) {
            tries.expire();
            fail(FailureKind.EXCHANGE_TIMEOUT);
        }
    }

    @Override
    public void clientGone() {
        facts.clientGone();
        tries.cancel();
        rest();
    }

    @Override
    public void responseWritable() {
        if (tries.isConnected()) {
            tries.resumeResponse();
        } else if (ownBody != null) {
            endWith(ownBody);
        }
    }

    @Override
    public void finished() {
        rest();
    }

    /** The tunnel's route has been removed. */
    @Override
    public void cut() {
        fail(FailureKind.SHUTTING_DOWN);
    }

    private void rest() {
        if (isSession) {
            isSession = false;
            parts.sessions().end(this);
        }
        if (state != State.RESTING) {
            facts.finished();
        }
        state = State.RESTING;
        parts.loop().timers().cancel(deadline);
        ownBody = null;
        plan = null;
        match.clear();
        tries.rest();
    }

    // ---- towards the upstream

    private void forward(RoutePlan by, Destination destination) {
        String name = destination.pick(parts.chance());
        LiveUpstream found = parts.upstreams().find(name);
        if (destination.upstreams().size() > 1) {
            scope.upstream(Slice.of(name));
        }
        if (found == null) {
            fail(FailureKind.NO_ENDPOINT);
        } else if (!forwarded.prepare(request, by)) {
            fail(FailureKind.BAD_REQUEST);
        } else {
            timeoutNanos = by.times().exchangeNanos();
            if (timeoutNanos > 0) {
                armDeadline();
            }
            tries.begin(by.retry(), found);
        }
    }

    String route() {
        return plan == null ? "" : plan.route();
    }

    /** Nothing final has gone to the client yet. */
    boolean isWaiting() {
        return state == State.FORWARDING;
    }

    /** How often the present request, or the last one, was given to an endpoint; what replaced a stale connection left out. */
    int tries() {
        return tries.made();
    }

    // ---- towards the client

    MessageSink clientSide() {
        return stream;
    }

    void relayInterim(IncomingResponse response) {
        stream.interim(relayed.of(response, HeaderEdits.NONE));
    }

    void relay(IncomingResponse response) {
        state = State.RELAYING;
        facts.answered(response.status());
        parts.loop().timers().cancel(deadline);
        tries.bind(relayed.bound());
        stream.respond(relayed.of(response, plan == null ? HeaderEdits.NONE : plan.responseEdits()));
    }

    /** What both sides say from here on is not ours to read: bytes flow both ways like two bodies. */
    void tunnel(IncomingResponse response) {
        state = State.TUNNELLING;
        facts.answered(response.status());
        facts.keepHead();
        long idleNanos = plan == null ? RouteTimes.TUNNEL_NANOS : plan.times().tunnelNanos();
        parts.loop().timers().cancel(deadline);
        if (plan != null) {
            isSession = true;
            parts.sessions().begin(this, plan.route(), match.config().onRemoval());
        }
        tries.bind(relayed.bound());
        stream.tunnel(relayed.of(response, plan == null ? HeaderEdits.NONE : plan.responseEdits()), idleNanos);
        stream.resumeRequest();
    }

    void relayed() {
        state = State.ANSWERED;
        // why: an answer may be whole before the request is, and nobody takes the rest of that any more.
        stream.ignoreRequest();
        stream.complete();
    }

    void fail(FailureKind kind) {
        switch (state) {
            case FORWARDING -> {
                facts.failed(kind);
                answerError(OwnAnswer.to(request, kind, match.allow()));
            }
            case RELAYING, TUNNELLING -> {
                facts.failed(kind);
                state = State.ANSWERED;
                stream.abort();
            }
            case RESTING, ANSWERED -> {}
        }
    }

    private void answerError(OwnAnswer answer) {
        answer(answer, answer.body());
    }

    private void answer(OutgoingResponse answer, ByteBuffer body) {
        state = State.ANSWERED;
        facts.answered(answer.status());
        stream.ignoreRequest();
        stream.respond(answer);
        if (request.method().is(HEAD) || answer.status() == 204 || answer.status() == 304) {
            body.position(body.limit());
        }
        ownBody = body;
        endWith(body);
    }

    /** Goes on with our own body until all of it is taken. */
    private void endWith(ByteBuffer body) {
        stream.end(body);
        if (!body.hasRemaining()) {
            ownBody = null;
            stream.complete();
        }
    }

    private static final byte[] HEAD = {'H', 'E', 'A', 'D'};
    private static final byte[] OPTIONS = {'O', 'P', 'T', 'I', 'O', 'N', 'S'};
}
