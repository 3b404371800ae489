package dev.postern.bench;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import java.util.List;

/** A GET request with the header fields that a browser sends. */
record BenchRequest(Slice host, Slice path, Fields headers) implements RequestView {
    private static final Slice NOTHING = new Slice();
    private static final Slice GET = Slice.of("GET");
    private static final Slice ADDRESS = new Slice().set(new byte[] {10, 1, 2, 3}, 0, 4);

    BenchRequest(String host, String path) {
        this(Slice.of(host), Slice.of(path), new Fields());
    }

    static final class Fields implements HeaderFields {
        private static final List<Slice> NAMES = List.of(
                Slice.of("Host"),
                Slice.of("User-Agent"),
                Slice.of("Accept"),
                Slice.of("Accept-Encoding"),
                Slice.of("X-Env"),
                Slice.of("Accept-Language"),
                Slice.of("Referer"),
                Slice.of("Cookie"),
                Slice.of("Cache-Control"),
                Slice.of("X-Trace"));
        private static final List<Slice> VALUES = List.of(
                Slice.of("example.com"),
                Slice.of("bench/1.0"),
                Slice.of("*/*"),
                Slice.of("gzip"),
                Slice.of("prod"),
                Slice.of("en, de;q=0.7"),
                Slice.of("https://example.com/start"),
                Slice.of("theme=dark; session=0123456789abcdef"),
                Slice.of("no-cache"),
                Slice.of("4bf92f3577b34da6a3ce929d0e0e4736"));

        @Override
        public int size() {
            return NAMES.size();
        }

        @Override
        public void name(int index, Slice into) {
            into.set(NAMES.get(index));
        }

        @Override
        public void value(int index, Slice into) {
            into.set(VALUES.get(index));
        }
    }

    @Override
    public Slice method() {
        return GET;
    }

    @Override
    public boolean isSecure() {
        return false;
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
    public Slice query() {
        return NOTHING;
    }

    @Override
    public boolean hasQuery() {
        return false;
    }

    @Override
    public Slice clientAddress() {
        return ADDRESS;
    }

    @Override
    public Slice clientIp() {
        return NOTHING;
    }

    @Override
    public int clientPort() {
        return 50_000;
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
