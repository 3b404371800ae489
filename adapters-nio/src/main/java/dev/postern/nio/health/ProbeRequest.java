package dev.postern.nio.health;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.OutgoingRequest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The request of an HTTP probe. */
final class ProbeRequest implements OutgoingRequest {
    private static final Slice GET = Slice.of("GET");
    private static final Slice NOTHING = new Slice();

    private final String path;
    private final String authority;
    private final Map<String, String> fields = new TreeMap<>();

    ProbeRequest(ProbeTarget target) {
        path = target.question().path().orElse("/");
        authority = target.question()
                .host()
                .orElse(
                        target.address().isUnix()
                                ? "localhost"
                                : target.address().toString());
        fields.put("user-agent", "postern-probe");
        target.question().headers().forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
    }

    @Override
    public Slice method() {
        return GET;
    }

    @Override
    public void target(ByteBuilder into) {
        into.append(path);
    }

    @Override
    public void authority(ByteBuilder into) {
        into.append(authority);
    }

    @Override
    public void fields(HeaderSink sink) {
        fields.forEach((name, value) -> sink.add(Slice.of(name), Slice.of(value)));
    }

    @Override
    public boolean expectsContinue() {
        return false;
    }

    @Override
    public Slice upgrade() {
        return NOTHING;
    }

    @Override
    public boolean takesTrailers() {
        return false;
    }

    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {}

    @Override
    public long bodyLength() {
        return BodyLength.NONE;
    }

    @Override
    public long responseNanos() {
        return -1;
    }

    @Override
    public long bodyNanos() {
        return -1;
    }
}
