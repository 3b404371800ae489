package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.ClientCertificate;
import dev.postern.domain.routing.RequestView;
import java.util.ArrayList;
import java.util.List;

/** A request made of text, which answers without allocating. */
final class FakeRequest implements RequestView {
    /** Header fields made of text. */
    static final class Fields implements HeaderFields {
        private final List<Slice> names = new ArrayList<>();
        private final List<Slice> values = new ArrayList<>();

        Fields add(String name, String value) {
            names.add(Slice.of(name));
            values.add(Slice.of(value));
            return this;
        }

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
    }

    private final Slice method = Slice.of("GET");
    private boolean secure;
    private Slice host = Slice.of("www.example.com");
    private int port = 80;
    private Slice authority = Slice.of("www.example.com");
    private Slice path = Slice.of("/");
    private Slice query = Slice.of("");
    private boolean hasQuery;
    private final Slice clientAddress = new Slice().set(new byte[] {(byte) 203, 0, 113, 9}, 0, 4);
    private final Slice clientIp = Slice.of("203.0.113.9");
    private final Slice requestId = Slice.of("id-1");
    private final Slice tlsServerName = Slice.of("www.example.com");
    private final Slice tlsVersion = Slice.of("TLSv1.3");
    private final Slice nothing = Slice.of("");
    private final Fields fields = new Fields();
    private ClientCertificate clientCertificate = ClientCertificate.NONE;

    static FakeRequest of(String target) {
        FakeRequest request = new FakeRequest();
        int mark = target.indexOf('?');
        request.path = Slice.of(mark < 0 ? target : target.substring(0, mark));
        request.query = Slice.of(mark < 0 ? "" : target.substring(mark + 1));
        request.hasQuery = mark >= 0;
        return request;
    }

    FakeRequest host(String host, int port, String authority) {
        this.host = Slice.of(host);
        this.port = port;
        this.authority = Slice.of(authority);
        return this;
    }

    FakeRequest secure() {
        secure = true;
        port = 443;
        return this;
    }

    FakeRequest header(String name, String value) {
        fields.add(name, value);
        return this;
    }

    @Override
    public Slice method() {
        return method;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public Slice host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Slice authority() {
        return authority;
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
        return hasQuery;
    }

    @Override
    public HeaderFields headers() {
        return fields;
    }

    @Override
    public Slice clientAddress() {
        return clientAddress;
    }

    @Override
    public Slice clientIp() {
        return clientIp;
    }

    @Override
    public int clientPort() {
        return 40_000;
    }

    @Override
    public Slice requestId() {
        return requestId;
    }

    @Override
    public Slice tlsServerName() {
        return secure ? tlsServerName : nothing;
    }

    @Override
    public Slice tlsVersion() {
        return secure ? tlsVersion : nothing;
    }

    FakeRequest shown(ClientCertificate certificate) {
        clientCertificate = certificate;
        return this;
    }

    @Override
    public ClientCertificate clientCertificate() {
        return clientCertificate;
    }
}
