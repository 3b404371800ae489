package dev.postern.domain.failure;

import java.util.Locale;

/** What broke. */
public enum FailureKind {
    BAD_REQUEST(Side.DOWNSTREAM, Repeat.NEVER),
    MISDIRECTED(Side.DOWNSTREAM, Repeat.NEVER),
    TARGET_TOO_LONG(Side.DOWNSTREAM, Repeat.NEVER),
    HEAD_TOO_LARGE(Side.DOWNSTREAM, Repeat.NEVER),
    BODY_TOO_LARGE(Side.DOWNSTREAM, Repeat.NEVER),
    METHOD_NOT_ALLOWED(Side.DOWNSTREAM, Repeat.NEVER),
    /** CONNECT, which no route can serve, and TRACE where we are the last to answer it. */
    METHOD_NOT_IMPLEMENTED(Side.DOWNSTREAM, Repeat.NEVER),
    /** Expect asks for something else than 100-continue. */
    EXPECTATION_FAILED(Side.DOWNSTREAM, Repeat.NEVER),
    VERSION_NOT_SUPPORTED(Side.DOWNSTREAM, Repeat.NEVER),
    /** The client took too long to send its head or its body. */
    REQUEST_TIMEOUT(Side.DOWNSTREAM, Repeat.NEVER),
    /** The client went away; nobody reads the answer. */
    CLIENT_GONE(Side.DOWNSTREAM, Repeat.NEVER),

    NO_ROUTE(Side.PROXY, Repeat.NEVER),
    /** The upstream has no endpoint that could serve. */
    NO_ENDPOINT(Side.PROXY, Repeat.NEVER),
    /** A limit of the upstream, of its connections or of their waiting line is reached. */
    AT_LIMIT(Side.PROXY, Repeat.NEVER),
    /** The system gave us no descriptor for a connection to the endpoint. */
    OUT_OF_DESCRIPTORS(Side.PROXY, Repeat.NEVER),
    SHUTTING_DOWN(Side.PROXY, Repeat.NEVER),
    /** There is more to do than can be done. */
    OVERLOADED(Side.PROXY, Repeat.NEVER),
    /** The route's time for the whole exchange is up. */
    EXCHANGE_TIMEOUT(Side.PROXY, Repeat.NEVER),
    /** A fault of our own. */
    INTERNAL(Side.PROXY, Repeat.NEVER),

    NAME_NOT_RESOLVED(Side.UPSTREAM, Repeat.ALWAYS),
    CONNECT_REFUSED(Side.UPSTREAM, Repeat.ALWAYS),
    CONNECT_UNREACHABLE(Side.UPSTREAM, Repeat.ALWAYS),
    CONNECT_TIMEOUT(Side.UPSTREAM, Repeat.ALWAYS),
    TLS_HANDSHAKE(Side.UPSTREAM, Repeat.ALWAYS),
    TLS_CERTIFICATE(Side.UPSTREAM, Repeat.ALWAYS),
    /** Closed or reset before the first byte of an answer. */
    CONNECTION_RESET(Side.UPSTREAM, Repeat.UNTIL_ANSWERED),
    /** As {@link #CONNECTION_RESET}, of a pooled connection: it may have been idle for too long, nothing more. */
    STALE_CONNECTION(Side.UPSTREAM, Repeat.ON_REUSED_CONNECTION),
    RESPONSE_TIMEOUT(Side.UPSTREAM, Repeat.UNTIL_ANSWERED),
    MALFORMED_RESPONSE(Side.UPSTREAM, Repeat.NEVER),
    RESPONSE_HEAD_TOO_LARGE(Side.UPSTREAM, Repeat.NEVER),
    /** Closed in the middle of an answer, which may be that of its head. */
    RESPONSE_INCOMPLETE(Side.UPSTREAM, Repeat.UNTIL_ANSWERED),
    UPGRADE_FAILED(Side.UPSTREAM, Repeat.NEVER);

    private final Side side;
    private final Repeat repeat;
    private final String code;

    FailureKind(Side side, Repeat repeat) {
        this.side = side;
        this.repeat = repeat;
        String word = side.word();
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
        code = word + "/" + (name.startsWith(word + "-") ? name.substring(word.length() + 1) : name);
    }

    /** For people: {@code connect refused}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** For programs, as access logs have it: {@code upstream/connect-refused}. */
    public String code() {
        return code;
    }

    public Side side() {
        return side;
    }

    public Repeat repeat() {
        return repeat;
    }
}
