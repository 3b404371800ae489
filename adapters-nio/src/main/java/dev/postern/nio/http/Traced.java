package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.trace.TraceContext;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Randomness;
import dev.postern.nio.loop.EventLoop;
import dev.postern.ports.telemetry.ExchangeTrace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The trace of an exchange with its tries, as long as it is sampled. An exchange owns it and uses it again. */
final class Traced implements ExchangeTrace {
    private final EventLoop loop;
    private final Randomness chance;
    private final TraceContext context = new TraceContext();
    private final Slice foundId = new Slice();
    private final List<TracedTry> tries = new ArrayList<>(2);
    /** Takes what is told of tries that nobody asks for. */
    private final TracedTry untold = new TracedTry();

    private int count;
    private long beganNanos;

    Traced(EventLoop loop, Randomness chance) {
        this.loop = loop;
        this.chance = chance;
    }

    TraceContext context() {
        return context;
    }

    /** A request has come that belongs nowhere yet. */
    void clear() {
        context.clear();
        foundId.clear();
        count = 0;
        beganNanos = loop.nowNanos();
    }

    void begin(RequestView request, HttpListener by, boolean isPeerTrusted) {
        context.begin(by.tracing(), request.headers(), isPeerTrusted, chance);
    }

    // ---- tries

    TracedTry untold() {
        return untold;
    }

    TracedTry tries(int number, EndpointStats at) {
        if (!context.isSampled()) {
            return untold;
        }
        if (count == tries.size()) {
            tries.add(new TracedTry());
        }
        TracedTry next = tries.get(count++);
        next.begin(number, at, loop.nowNanos() - beganNanos);
        TraceContext.makeSpan(chance, next.id());
        return next;
    }

    /** The endpoint was not asked. */
    void forget(TracedTry one) {
        int at = tries.indexOf(one);
        if (at >= 0 && at < count) {
            Collections.rotate(tries.subList(at, count), -1);
            count--;
        }
    }

    void ended(TracedTry one) {
        one.end(loop.nowNanos() - beganNanos);
    }

    /** What is sent from now on is sent by this try. */
    void sends(TracedTry one) {
        if (context.isSampled()) {
            context.sends(one.id());
        }
    }

    /** What has no end yet ends with the exchange. */
    void endAll() {
        for (int i = 0; i < count; i++) {
            ended(tries.get(i));
        }
    }

    // ---- for whoever reads it

    /** Also of a trace that only passes through. */
    Slice traceId(IncomingRequest request) {
        if (context.isPresent()) {
            return context.traceId();
        }
        return TraceContext.findTraceId(request.headers(), foundId) ? foundId : foundId.clear();
    }

    @Override
    public boolean isSampled() {
        return context.isSampled();
    }

    @Override
    public Slice traceId() {
        return context.traceId();
    }

    @Override
    public Slice spanId() {
        return context.spanId();
    }

    @Override
    public Slice parentId() {
        return context.parentId();
    }

    @Override
    public int tryCount() {
        return count;
    }

    @Override
    public Try tryAt(int index) {
        return tries.get(index);
    }
}
