package dev.postern.domain.upstream;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import java.util.ArrayList;
import java.util.List;

/** A request of which a test says what balancing looks at. */
public final class FakeRequest implements RequestView {
    private static final Slice NOTHING = new Slice();

    private final List<Slice[]> fields = new ArrayList<>();
    private final Slice path = Slice.of("/");
    private final Slice query = new Slice();
    private final Slice clientAddress = new Slice();
    private boolean secure;
    private final HeaderFields headers = new HeaderFields() {
        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public void name(int index, Slice into) {
            into.set(fields.get(index)[0]);
        }

        @Override
        public void value(int index, Slice into) {
            into.set(fields.get(index)[1]);
        }
    };

    public FakeRequest client(int address) {
        byte[] bytes = {10, (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        clientAddress.set(bytes, 0, bytes.length);
        return this;
    }

    public FakeRequest header(String name, String value) {
        fields.add(new Slice[] {Slice.of(name), Slice.of(value)});
        return this;
    }

    public FakeRequest path(String text) {
        path.set(Slice.of(text));
        return this;
    }

    public FakeRequest query(String text) {
        query.set(Slice.of(text));
        return this;
    }

    public FakeRequest secure() {
        secure = true;
        return this;
    }

    @Override
    public HeaderFields headers() {
        return headers;
    }

    @Override
    public Slice method() {
        return NOTHING;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public Slice host() {
        return NOTHING;
    }

    @Override
    public int port() {
        return 80;
    }

    @Override
    public Slice authority() {
        return NOTHING;
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
    public Slice clientAddress() {
        return clientAddress;
    }

    @Override
    public Slice clientIp() {
        return NOTHING;
    }

    @Override
    public int clientPort() {
        return 1;
    }

    @Override
    public Slice requestId() {
        return NOTHING;
    }

    @Override
    public Slice tlsServerName() {
        return NOTHING;
    }

    @Override
    public Slice tlsVersion() {
        return NOTHING;
    }
}
