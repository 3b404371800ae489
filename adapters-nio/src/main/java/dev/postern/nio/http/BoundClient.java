package dev.postern.nio.http;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.StickyCookie;
import dev.postern.domain.upstream.UpstreamState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a client by a cookie which endpoint has answered it, where its upstream is sticky and it does not know. */
final class BoundClient {
    private static final Slice SET_COOKIE = Slice.of("Set-Cookie");
    private static final int USUAL_BYTES = 128;

    private final Slice value = new Slice();
    private @Nullable ByteBuilder text;
    private @Nullable StickyCookie cookie;
    private @Nullable PickRequest pick;
    private @Nullable EndpointId endpoint;

    /** The response that is relayed now comes from there. */
    void to(@Nullable UpstreamState upstream, @Nullable EndpointStats answering, PickRequest request) {
        Optional<StickyCookie> sticky =
                upstream == null ? Optional.empty() : upstream.upstream().sticky();
        cookie = sticky.isPresent() ? sticky.get() : null;
        pick = request;
        endpoint = answering == null ? null : answering.id();
    }

    void appendTo(HeaderSink sink) {
        if (cookie == null || pick == null || endpoint == null || !cookie.isNeeded(pick, endpoint)) {
            return;
        }
        ByteBuilder written = text == null ? new ByteBuilder(USUAL_BYTES) : text;
        text = written;
        written.clear();
        cookie.write(endpoint, pick.view(), written);
        sink.add(SET_COOKIE, value.set(written.array(), 0, written.length()));
    }
}
