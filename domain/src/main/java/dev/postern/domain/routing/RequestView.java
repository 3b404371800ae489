package dev.postern.domain.routing;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/**
 * All that routing, rewriting and balancing may ask of a request. The transport implements it over its read buffer; the
 * slices are the view's own and hold until the exchange ends. Nothing here is ever null: what a request does not have is
 * an empty slice.
 */
public interface RequestView {
    /** As sent; methods are compared byte by byte. */
    Slice method();

    /** True when the client speaks TLS to us, or a trusted proxy says that it did to it. */
    boolean isSecure();

    /** Lower case, without port, brackets and trailing dot. */
    Slice host();

    /** The port that the client asked for: of its Host, else the one its scheme implies. */
    int port();

    /** Host and port as the client wrote them. */
    Slice authority();

    /** Normalised: begins with a slash, no dot segments. */
    Slice path();

    /** Without the question mark. */
    Slice query();

    /** Tells {@code /a?} from {@code /a}. */
    boolean hasQuery();

    HeaderFields headers();

    /** 4 or 16 bytes: the client's own address, found past trusted proxies. Empty for a Unix-domain peer. */
    Slice clientAddress();

    /** The client's address as text. */
    Slice clientIp();

    int clientPort();

    Slice requestId();

    Slice tlsServerName();

    Slice tlsVersion();

    /** What the client has shown of itself to us. */
    default ClientCertificate clientCertificate() {
        return ClientCertificate.NONE;
    }
}
