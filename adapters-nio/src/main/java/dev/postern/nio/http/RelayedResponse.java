package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.HeaderEdits;
import dev.postern.domain.rewrite.HopByHop;
import dev.postern.domain.rewrite.TemplateScope;
import dev.postern.domain.rewrite.TrailerFields;
import org.jspecify.annotations.Nullable;

/** An upstream's response as the client gets it. An exchange owns it and uses it again. */
final class RelayedResponse implements OutgoingResponse {
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");

    private static final byte[] UPGRADE = Ascii.bytes("upgrade");

    private final TemplateScope scope;
    private final HopByHop hopByHop;
    private final Slice protocol = new Slice();
    private final Slice name = new Slice();
    private final Slice value = new Slice();
    private @Nullable IncomingResponse response;
    private HeaderEdits edits = HeaderEdits.NONE;
    private final BoundClient bound = new BoundClient();

    RelayedResponse(TemplateScope scope, HopByHop hopByHop) {
        this.scope = scope;
        this.hopByHop = hopByHop;
    }

    /** What tells the client where it belongs, with final responses. */
    BoundClient bound() {
        return bound;
    }

    /** Edits are for final responses; interim ones are relayed with {@link HeaderEdits#NONE}. */
    RelayedResponse of(IncomingResponse incoming, HeaderEdits by) {
        response = incoming;
        edits = by;
        return this;
    }

    @Override
    public int status() {
        return response().status();
    }

    @Override
    public Slice reason() {
        return response().reason();
    }

    /** RFC 9110 §7.8 and §15.5.22: 101 says which protocol it is now, 426 which it would have to be. */
    @Override
    public Slice upgrade() {
        boolean says =
                (status() == 101 || status() == 426) && response().fields().find(UPGRADE, protocol);
        return says ? protocol : protocol.clear();
    }

    @Override
    public void fields(HeaderSink sink) {
        HeaderFields fields = response().fields();
        hopByHop.read(fields);
        boolean hasNoBody = response().bodyLength() == BodyLength.NONE && status() != 204 && status() >= 200;
        for (int i = 0; i < fields.size(); i++) {
            fields.name(i, name);
            HopByHop.Kind kind = hopByHop.kind(name);
            // RFC 9110 §8.6: the length in an answer to HEAD, or in a 304, is that of the body that isn't sent.
            boolean goesOn = kind == HopByHop.Kind.END_TO_END
                    || (hasNoBody && kind == HopByHop.Kind.FRAMING && name.isIgnoringCase(CONTENT_LENGTH));
            if (goesOn && !edits.drops(name)) {
                fields.value(i, value);
                sink.add(name, value);
            }
        }
        edits.appendTo(scope, sink);
        // why not 502 to 504: nobody should come back to who can't serve.
        if ((status() >= 200 || status() == 101) && (status() < 502 || status() > 504)) {
            bound.appendTo(sink);
        }
    }

    /**
     * RFC 9110 §6.5.1: also to a client that didn't ask for them by TE; it has to read past them in any case, and some, gRPC
     * clients among them, need what they never asked for.
     */
    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {
        hopByHop.read(response().fields());
        for (int i = 0; i < incoming.size(); i++) {
            incoming.name(i, name);
            if (TrailerFields.mayFollow(name)
                    && hopByHop.kind(name) == HopByHop.Kind.END_TO_END
                    && !edits.drops(name)) {
                incoming.value(i, value);
                sink.add(name, value);
            }
        }
    }

    @Override
    public long bodyLength() {
        return response().bodyLength();
    }

    private IncomingResponse response() {
        if (response == null) {
            throw new IllegalStateException("no response");
        }
        return response;
    }
}
