package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.rewrite.DeadlineHeader;
import dev.postern.domain.rewrite.ForwardedHeaders;
import dev.postern.domain.rewrite.HopByHop;
import dev.postern.domain.rewrite.TemplateScope;
import dev.postern.domain.rewrite.TrailerFields;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.RouteTimes;
import dev.postern.domain.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * The client's request as the upstream gets it: rewritten, edited, with what is told about the client. An exchange owns
 * it and uses it again.
 */
public final class ForwardedRequest implements OutgoingRequest {
    private static final byte[] EXPECT = Ascii.bytes("expect");
    private static final byte[] MAX_FORWARDS = Ascii.bytes("max-forwards");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] ATTEMPT = Ascii.bytes("x-postern-attempt");
    private static final Slice ATTEMPT_NAME = Slice.of("X-Postern-Attempt");

    private static final Slice TRACEPARENT_NAME = Slice.of("traceparent");

    private final TemplateScope scope;
    private final HopByHop hopByHop;
    private final ClientAddress client;
    private final TraceContext trace;
    private final Slice prefix = new Slice();
    private final ByteBuilder target = new ByteBuilder(256);
    private final ByteBuilder host = new ByteBuilder(64);
    private final Slice name = new Slice();
    private final Slice value = new Slice();
    private final ByteBuilder number = new ByteBuilder(8);
    private int attempt = 1;
    private long leftNanos;
    private @Nullable IncomingRequest request;
    private @Nullable RoutePlan plan;
    private @Nullable ForwardedHeaders forwarding;

    public ForwardedRequest(TemplateScope scope, HopByHop hopByHop, ClientAddress client, TraceContext trace) {
        this.client = client;
        this.trace = trace;
        this.scope = scope;
        this.hopByHop = hopByHop;
    }

    /** Whose words about the client these are, for the fields that tell of it. */
    public void forwarding(ForwardedHeaders by) {
        forwarding = by;
    }

    /** Which try it is, from 1, and what is left of its time, or 0; what is sent from now on tells it. */
    public void attempt(int which, long left) {
        attempt = which;
        leftNanos = left;
    }

    /** Rewrites; false when what comes out can't be sent: the request is a bad one. */
    public boolean prepare(IncomingRequest incoming, RoutePlan by) {
        request = incoming;
        plan = by;
        attempt(1, timeNanos(by));
        target.clear();
        host.clear();
        return hopByHop.read(incoming.headers())
                && by.rewrite().appendTarget(scope, target)
                && by.rewrite().appendHost(scope, host);
    }

    private static long timeNanos(RoutePlan by) {
        long exchange = by.times().exchangeNanos();
        long oneTry = by.retry().perTryNanos();
        return exchange == 0 || (oneTry > 0 && oneTry < exchange) ? oneTry : exchange;
    }

    @Override
    public Slice method() {
        return request().method();
    }

    @Override
    public void target(ByteBuilder into) {
        into.append(target.array(), 0, target.length());
    }

    @Override
    public void authority(ByteBuilder into) {
        into.append(host.array(), 0, host.length());
    }

    @Override
    public void fields(HeaderSink sink) {
        RoutePlan by = plan;
        ForwardedHeaders told = forwarding;
        if (by == null || told == null) {
            throw new IllegalStateException("not prepared");
        }
        HeaderFields fields = request().headers();
        // why again: hopByHop is the worker's, and other messages were read since this one was prepared.
        hopByHop.read(fields);
        for (int i = 0; i < fields.size(); i++) {
            fields.name(i, name);
            if (goesOn(by, told) && !name.isIgnoringCase(HOST) && !isDroppedExpectation() && !isOthersCount()) {
                fields.value(i, value);
                sink.add(name, isCounted() ? oneLess() : value);
            }
        }
        by.rewrite().strippedPrefix(scope, prefix);
        told.appendTo(client, prefix, by.requestEdits(), scope, sink);
        if (trace.isPresent() && !by.requestEdits().drops(TRACEPARENT_NAME)) {
            sink.add(TRACEPARENT_NAME, trace.traceparent());
        }
        if (attempt > 1 && !by.requestEdits().drops(ATTEMPT_NAME)) {
            sink.add(ATTEMPT_NAME, number.clear().appendDecimal(attempt).slice(0, value));
        }
        if (by.times().header().isPresent() && leftNanos > 0) {
            DeadlineHeader header = by.times().header().get();
            if (!by.requestEdits().drops(header.name())) {
                long millis = Math.max(1, leftNanos / 1_000_000);
                sink.add(header.name(), number.clear().appendDecimal(millis).slice(0, value));
            }
        }
        by.requestEdits().appendTo(scope, sink);
    }

    /** A stranger's count is none; a trusted proxy's is, as long as we have none of our own. */
    private boolean isOthersCount() {
        return name.isIgnoringCase(ATTEMPT) && (attempt > 1 || !client.isPeerTrusted());
    }

    /** RFC 9110 §10.1.1: an expectation that means nothing to us would mean something to the upstream. */
    private boolean isDroppedExpectation() {
        return name.isIgnoringCase(EXPECT) && !request().expectsContinue();
    }

    private boolean isCounted() {
        return request().maxForwards() > 0 && name.isIgnoringCase(MAX_FORWARDS);
    }

    private Slice oneLess() {
        return new ByteBuilder(8).appendDecimal(request().maxForwards() - 1).slice(0, value);
    }

    @Override
    public boolean expectsContinue() {
        return request().expectsContinue();
    }

    /** Whether the field of {@link #name} does. */
    private boolean goesOn(RoutePlan by, ForwardedHeaders told) {
        return hopByHop.kind(name) == HopByHop.Kind.END_TO_END
                && !told.drops(name, client)
                && !trace.drops(name)
                && !by.requestEdits().drops(name)
                && !isOthersDeadline(by);
    }

    private boolean isOthersDeadline(RoutePlan by) {
        return by.times().header().isPresent() && by.times().header().get().is(name);
    }

    @Override
    public long responseNanos() {
        return plan == null ? RouteTimes.AS_UPSTREAM : plan.times().responseNanos();
    }

    @Override
    public long bodyNanos() {
        return plan == null ? RouteTimes.AS_UPSTREAM : plan.times().bodyNanos();
    }

    @Override
    public Slice upgrade() {
        return request().upgrade();
    }

    @Override
    public boolean takesTrailers() {
        return request().takesTrailers();
    }

    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {
        RoutePlan by = plan;
        ForwardedHeaders told = forwarding;
        if (by == null || told == null) {
            return;
        }
        hopByHop.read(request().headers());
        for (int i = 0; i < incoming.size(); i++) {
            incoming.name(i, name);
            if (TrailerFields.mayFollow(name) && goesOn(by, told)) {
                incoming.value(i, value);
                sink.add(name, value);
            }
        }
    }

    @Override
    public long bodyLength() {
        return request().bodyLength();
    }

    private IncomingRequest request() {
        if (request == null) {
            throw new IllegalStateException("not prepared");
        }
        return request;
    }
}
