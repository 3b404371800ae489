package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.routing.RequestView;
import dev.postern.nio.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/** A request head as a client sent it. Holds until the exchange ends, or until its connection becomes a tunnel. */
public interface IncomingRequest extends RequestView {
    /** As in {@link BodyLength}. */
    long bodyLength();

    /** The protocols that the client offers to change to, as a list; empty when there are none. */
    Slice upgrade();

    /** The client said that it won't throw away what comes behind the response's body. */
    boolean takesTrailers();

    /** How often this request may be forwarded; -1 where nothing is said about it. */
    int maxForwards();

    /** The client waits for an interim response before it sends its body. */
    boolean expectsContinue();

    /** What its connection has agreed on; null without TLS. */
    @Nullable
    TlsSession tls();

    /** Tells who the client is, once that is known. */
    void comesFrom(ClientAddress client);

    /** Tells the id that this request goes by. */
    void isKnownAs(Slice id);
}
