package dev.postern.nio.http;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.HeaderEdits;
import dev.postern.domain.rewrite.Redirect;
import dev.postern.domain.rewrite.Respond;
import dev.postern.domain.rewrite.TemplateScope;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer that a route makes without an upstream. An exchange owns it and uses it again. */
final class RouteAnswer implements OutgoingResponse {
    private static final Slice LOCATION = Slice.of("Location");

    private final TemplateScope scope;
    private final ByteBuilder locationText = new ByteBuilder(128);
    private final Slice location = new Slice();
    private final Slice body = new Slice();
    private final Slice nothing = new Slice();
    private HeaderEdits edits = HeaderEdits.NONE;
    private @Nullable Respond respond;
    private int status;

    RouteAnswer(TemplateScope scope) {
        this.scope = scope;
    }

    RouteAnswer of(Respond answer, HeaderEdits by) {
        respond = answer;
        edits = by;
        status = answer.status();
        answer.body(body);
        location.clear();
        return this;
    }

    /** False when the request's values don't make a location: it is a bad one. */
    boolean takes(Redirect redirect, HeaderEdits by) {
        respond = null;
        edits = by;
        status = redirect.status();
        body.clear();
        locationText.clear();
        return redirect.appendLocation(scope, locationText)
                && !locationText.slice(0, location).isEmpty();
    }

    ByteBuffer body() {
        return ByteBuffer.wrap(body.array(), body.start(), body.length());
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Slice reason() {
        return nothing;
    }

    @Override
    public Slice upgrade() {
        return nothing;
    }

    @Override
    public void fields(HeaderSink sink) {
        if (respond != null) {
            respond.appendTo(scope, sink);
        } else {
            sink.add(LOCATION, location);
        }
        edits.appendTo(scope, sink);
    }

    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {
        // The body is our own, and nothing comes behind it.
    }

    @Override
    public long bodyLength() {
        return body.length();
    }
}
