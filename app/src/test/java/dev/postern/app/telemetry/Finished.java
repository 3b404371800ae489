package dev.postern.app.telemetry;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.ports.telemetry.FinishedExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exchange that a test makes up. */
final class Finished implements FinishedExchange {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Slice client = Slice.of("192.0.2.7");
    private String method = "GET";
    private Slice path = Slice.of("/users/7");
    private Slice query = new Slice();
    private String route = "users";
    private int status = 200;
    private int attempts = 1;
    private long totalNanos = 12_345_678;
    private long firstByteNanos = 12_000_000;
    private String listener = "web";
    private String cause = "";

    Finished client(String text) {
        client = Slice.of(text);
        return this;
    }

    Finished method(String name) {
        method = name;
        return this;
    }

    Finished target(String pathText, String queryText) {
        path = Slice.of(pathText);
        query = Slice.of(queryText);
        return this;
    }

    Finished header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Finished route(String name) {
        route = name;
        return this;
    }

    Finished status(int code) {
        status = code;
        return this;
    }

    Finished attempts(int count) {
        attempts = count;
        return this;
    }

    Finished unanswered() {
        firstByteNanos = -1;
        return this;
    }

    Finished listener(String name) {
        listener = name;
        return this;
    }

    Finished took(long nanos) {
        totalNanos = nanos;
        return this;
    }

    Finished failed(String code) {
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
        return 1_500;
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
}
