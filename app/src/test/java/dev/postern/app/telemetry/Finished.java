package dev.postern.app.telemetry;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.trace.TraceContext;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exchange that a test makes up. */
public final class Finished implements FinishedExchange {
    public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    public static final String PARENT = "00f067aa0ba902b7";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private ExchangeTrace trace = ExchangeTrace.NONE;
    private Slice client = Slice.of("192.0.2.7");
    private String method = "GET";
    private Slice path = Slice.of("/users/7");
    private Slice query = new Slice();
    private String route = "users";
    private int status = 200;
    private int attempts = 1;
    private boolean isAtOnce;
    private long totalNanos = 12_345_678;
    private long firstByteNanos = 12_000_000;
    private String listener = "web";
    private String cause = "";
    private TlsFacts tls = TlsFacts.NONE;

    public Finished client(String text) {
        client = Slice.of(text);
        return this;
    }

    public Finished method(String name) {
        method = name;
        return this;
    }

    public Finished target(String pathText, String queryText) {
        path = Slice.of(pathText);
        query = Slice.of(queryText);
        return this;
    }

    public Finished header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Finished route(String name) {
        route = name;
        return this;
    }

    public Finished status(int code) {
        status = code;
        return this;
    }

    public Finished attempts(int count) {
        attempts = count;
        return this;
    }

    /** Its head came in one part, and nothing had to be waited for. */
    public Finished atOnce() {
        isAtOnce = true;
        return this;
    }

    public Finished unanswered() {
        firstByteNanos = -1;
        return this;
    }

    public Finished listener(String name) {
        listener = name;
        return this;
    }

    public Finished took(long nanos) {
        totalNanos = nanos;
        return this;
    }

    public Finished tls(TlsFacts facts) {
        tls = facts;
        return this;
    }

    public Finished sampled(OneTry... tries) {
        trace = new Trace(List.of(tries));
        return this;
    }

    public Finished failed(String code) {
        cause = code;
        return this;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public Slice client() {
        return client;
    }

    @Override
    public Slice requestId() {
        return Slice.of("id-1");
    }

    @Override
    public Slice method() {
        return Slice.of(method);
    }

    @Override
    public Slice host() {
        return Slice.of("api.example.com");
    }

    @Override
    public Slice path() {
        return path;
    }

    @Override
    public Slice query() {
        return query;
    }

    @Override
    public HeaderFields requestHeaders() {
        List<Map.Entry<String, String>> all = List.copyOf(headers.entrySet());
        return new HeaderFields() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public void name(int index, Slice into) {
                into.set(Slice.of(all.get(index).getKey()));
            }

            @Override
            public void value(int index, Slice into) {
                into.set(Slice.of(all.get(index).getValue()));
            }
        };
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public String routePattern() {
        return "/users/*";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public TlsFacts tls() {
        return tls;
    }

    @Override
    public Slice traceId() {
        Slice id = new Slice();
        return TraceContext.findTraceId(requestHeaders(), id) ? id : new Slice();
    }

    @Override
    public ExchangeTrace trace() {
        return trace;
    }

    @Override
    public String upstream() {
        return "users";
    }

    @Override
    public String endpoint() {
        return "127.0.0.1:5001";
    }

    @Override
    public int attempts() {
        return attempts;
    }

    @Override
    public long bytesIn() {
        return 3;
    }

    @Override
    public long bytesOut() {
        return 11;
    }

    @Override
    public long totalNanos() {
        return totalNanos;
    }

    @Override
    public long queueNanos() {
        return isAtOnce ? 0 : 1_500;
    }

    @Override
    public long parseNanos() {
        return isAtOnce ? 999 : 250_000;
    }

    @Override
    public long connectNanos() {
        return isAtOnce ? 0 : 500_000;
    }

    @Override
    public long firstByteNanos() {
        return firstByteNanos;
    }

    @Override
    public long upstreamNanos() {
        return 11_999_000;
    }

    @Override
    public String cause() {
        return cause;
    }

    /** A try that a test makes up. */
    public record OneTry(int number, int status, String cause) implements ExchangeTrace.Try {
        @Override
        public Slice spanId() {
            return Slice.of("000000000000000" + number);
        }

        @Override
        public String endpoint() {
            return "127.0.0.1:5001";
        }

        @Override
        public long beganNanos() {
            return number * 1000L;
        }

        @Override
        public long endedNanos() {
            return number * 1000L + 500;
        }

        @Override
        public boolean isAbandoned() {
            return false;
        }
    }

    private record Trace(List<OneTry> tries) implements ExchangeTrace {
        @Override
        public boolean isSampled() {
            return true;
        }

        @Override
        public Slice traceId() {
            return Slice.of(TRACE);
        }

        @Override
        public Slice spanId() {
            return Slice.of("a1a1a1a1a1a1a1a1");
        }

        @Override
        public Slice parentId() {
            return Slice.of(PARENT);
        }

        @Override
        public int tryCount() {
            return tries.size();
        }

        @Override
        public ExchangeTrace.Try tryAt(int index) {
            return tries.get(index);
        }
    }
}
