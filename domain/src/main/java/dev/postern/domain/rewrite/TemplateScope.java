package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;

/**
 * All that templates may ask while one exchange is handled, with the scratch space to answer. A worker or an exchange
 * owns it and points it at each request; nothing in it outlives the exchange.
 */
public final class TemplateScope {
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] FALSE = Ascii.bytes("false");

    private RequestView request;
    private PathParameters parameters;
    private final Slice upstream = new Slice();
    private final Slice value = new Slice();
    private final ByteBuilder made = new ByteBuilder(64);
    private final ByteBuilder scratch = new ByteBuilder(256);
    private final Slice fieldName = new Slice();
    private final Slice fieldValue = new Slice();
    private final QueryPairs pairs = new QueryPairs();
    private final QueryPairs rewrittenPairs = new QueryPairs();
    private final Captures captures = new Captures();
    private final ForwardedChain chain = new ForwardedChain();

    public TemplateScope(RequestView request, PathParameters parameters) {
        this.request = request;
        this.parameters = parameters;
    }

    /** Points this at another request, whose upstream is not known yet. */
    public TemplateScope at(RequestView request, PathParameters parameters) {
        this.request = request;
        this.parameters = parameters;
        upstream.clear();
        captures.forget();
        return this;
    }

    /** Tells which upstream a split chose. */
    public TemplateScope upstream(Slice name) {
        upstream.set(name);
        return this;
    }

    RequestView request() {
        return request;
    }

    PathParameters parameters() {
        return parameters;
    }

    Captures captures() {
        return captures;
    }

    ForwardedChain chain() {
        return chain;
    }

    /** Empty; whoever takes it is done with it before calling anything else that takes it. */
    ByteBuilder scratch() {
        return scratch.clear();
    }

    Slice fieldName() {
        return fieldName;
    }

    Slice fieldValue() {
        return fieldValue;
    }

    /** A cursor that rendering a value does not move. */
    QueryPairs rewrittenPairs() {
        return rewrittenPairs;
    }

    /** The value of a variable in its own form; it holds until the next call. */
    Slice value(Variable variable) {
        return switch (variable.source()) {
            case CONSTANT -> value.set(variable.name());
            case METHOD -> request.method();
            case SCHEME -> whole(request.isSecure() ? HTTPS : HTTP);
            case HOST -> host();
            case PORT -> number(request.port());
            case PATH -> request.path();
            case QUERY -> request.query();
            case URI -> uri();
            case CLIENT_IP -> request.clientIp();
            case CLIENT_PORT -> number(request.clientPort());
            case REQUEST_ID -> request.requestId();
            case UPSTREAM -> upstream;
            case HEADER -> request.headers().find(variable.nameBytes(), value) ? value : value.clear();
            case QUERY_PARAMETER -> queryParameter(variable.name());
            case COOKIE -> {
                Cookies.find(request.headers(), variable.name(), value);
                yield value;
            }
            case TLS_SERVER_NAME -> request.tlsServerName();
            case TLS_VERSION -> request.tlsVersion();
            case TLS_CLIENT_SUBJECT -> request.clientCertificate().subject();
            case TLS_CLIENT_ISSUER -> request.clientCertificate().issuer();
            case TLS_CLIENT_NAMES -> request.clientCertificate().names();
            case TLS_CLIENT_SERIAL -> request.clientCertificate().serial();
            case TLS_CLIENT_FINGERPRINT -> request.clientCertificate().fingerprint();
            case TLS_CLIENT_VERIFIED -> whole(request.clientCertificate().isPresent() ? TRUE : FALSE);
            case PARAMETER -> {
                parameters.get(variable.index(), value);
                yield value;
            }
            case GROUP -> {
                captures.group(variable.index(), value);
                yield value;
            }
        };
    }

    private Slice whole(byte[] bytes) {
        return value.set(bytes, 0, bytes.length);
    }

    /** As it stands in a URI: an IPv6 address in brackets. */
    private Slice host() {
        Slice host = request.host();
        if (host.indexOf(':', 0) < 0) {
            return host;
        }
        return made.clear().append('[').append(host).append(']').slice(0, value);
    }

    private Slice number(int number) {
        return made.clear().appendDecimal(Math.max(0, number)).slice(0, value);
    }

    private Slice uri() {
        if (!request.hasQuery()) {
            return request.path();
        }
        return made.clear()
                .append(request.path())
                .append('?')
                .append(request.query())
                .slice(0, value);
    }

    private Slice queryParameter(Slice name) {
        pairs.over(request.query());
        while (pairs.next()) {
            if (pairs.isNamed(name)) {
                pairs.value(value);
                return value;
            }
        }
        return value.clear();
    }
}
