package dev.postern.domain.routing;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A made-up request. */
final class Request implements RequestView {
    private final Slice method;
    private final Slice host;
    private final Slice path;
    private final Slice query;
    private final List<Slice> names = new ArrayList<>();
    private final List<Slice> values = new ArrayList<>();
    private final HeaderFields fields = new HeaderFields() {
        @Override
        public int size() {
            return names.size();
        }

        @Override
        public void name(int index, Slice into) {
            into.set(names.get(index));
        }

        @Override
        public void value(int index, Slice into) {
            into.set(values.get(index));
        }
    };
    private Slice client = new Slice();
    private Slice clientIp = new Slice();

    private Request(String method, String host, String target) {
        int mark = target.indexOf('?');
        this.method = Slice.of(method);
        this.host = Slice.of(host);
        // why not at 0: whoever forgets that a slice begins somewhere is found out.
        this.path = inTheMiddle(mark < 0 ? target : target.substring(0, mark));
        this.query = inTheMiddle(mark < 0 ? "" : target.substring(mark + 1));
    }

    static Request get(String target) {
        return new Request("GET", "example.com", target);
    }

    static Request of(String method, String host, String target) {
        return new Request(method, host, target);
    }

    Request header(String name, String value) {
        names.add(inTheMiddle(name));
        values.add(inTheMiddle(value));
        return this;
    }

    Request from(String address) {
        byte[] bytes = Match.address(address);
        client = new Slice().set(bytes, 0, bytes.length);
        clientIp = Slice.of(address);
        return this;
    }

    Request from(byte[] address) {
        client = new Slice().set(address, 0, address.length);
        return this;
    }

    /** The header fields as text. */
    List<Map.Entry<String, String>> fields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(Map.entry(names.get(i).text(), values.get(i).text()));
        }
        return fields;
    }

    private static Slice inTheMiddle(String text) {
        byte[] bytes = ("/=&" + text + "/=&;").getBytes(StandardCharsets.UTF_8);
        return new Slice().set(bytes, 3, bytes.length - 4);
    }

    @Override
    public Slice method() {
        return method;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public Slice host() {
        return host;
    }

    @Override
    public int port() {
        return 80;
    }

    @Override
    public Slice authority() {
        return host;
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
    public boolean hasQuery() {
        return !query.isEmpty();
    }

    @Override
    public HeaderFields headers() {
        return fields;
    }

    @Override
    public Slice clientAddress() {
        return client;
    }

    @Override
    public Slice clientIp() {
        return clientIp;
    }

    @Override
    public int clientPort() {
        return 50_000;
    }

    @Override
    public Slice requestId() {
        return new Slice();
    }

    @Override
    public Slice tlsServerName() {
        return new Slice();
    }

    @Override
    public Slice tlsVersion() {
        return new Slice();
    }

    @Override
    public String toString() {
        return method + " " + host + " " + path + (query.isEmpty() ? "" : "?" + query) + " " + names + values;
    }
}
