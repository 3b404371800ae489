package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ForwardingConfig.ClientCert;
import dev.postern.domain.config.ForwardingConfig.UnderscoreHeaders;
import dev.postern.domain.routing.ClientCertificate;
import java.util.Locale;

/**
 * Whom to believe about the client, and what upstreams are told about it: a stranger's words are dropped and ours
 * written, a trusted peer's are extended. Immutable and shared by all workers.
 */
public final class ForwardedHeaders {
    private static final byte[] X_FORWARDED = Ascii.bytes("x-forwarded-");
    private static final byte[] PROTO = Ascii.bytes("x-forwarded-proto");
    private static final byte[] FORWARDED = Ascii.bytes("forwarded");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] WSS = Ascii.bytes("wss");
    private static final byte[] WS = Ascii.bytes("ws");
    private static final Slice FOR_NAME = Slice.of("X-Forwarded-For");
    private static final Slice PROTO_NAME = Slice.of("X-Forwarded-Proto");
    private static final Slice HOST_NAME = Slice.of("X-Forwarded-Host");
    private static final Slice PORT_NAME = Slice.of("X-Forwarded-Port");
    private static final Slice PREFIX_NAME = Slice.of("X-Forwarded-Prefix");
    private static final Slice FORWARDED_NAME = Slice.of("Forwarded");
    private static final NameSet WRITTEN = NameSet.of(
            "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix");
    private static final NameSet CLAIMS = NameSet.of("Forwarded", "X-Real-IP", "Client-Cert", "Client-Cert-Chain");
    private static final byte[] CLIENT_CERT = Ascii.bytes("client-cert");
    private static final byte[] CLIENT_CERT_CHAIN = Ascii.bytes("client-cert-chain");
    private static final Slice CLIENT_CERT_NAME = Slice.of("Client-Cert");
    private static final Slice CLIENT_CERT_CHAIN_NAME = Slice.of("Client-Cert-Chain");
    private static final int LONGEST_REQUEST_ID = 128;

    private final TrustedNetworks trusted;
    private final boolean xForwarded;
    private final boolean forwarded;
    private final UnderscoreHeaders confusable;
    private final ClientCert clientCert;
    private final Slice requestIdName;
    private final byte[] requestIdKey;

    private ForwardedHeaders(ForwardingConfig config, String requestId) {
        trusted = new TrustedNetworks(config.trustedProxies());
        xForwarded = config.xForwarded();
        forwarded = config.forwarded();
        confusable = config.underscoreHeaders();
        clientCert = config.clientCert();
        requestIdName = Slice.of(requestId);
        requestIdKey = Ascii.bytes(requestId.toLowerCase(Locale.ROOT));
    }

    /**
     * Compiles the forwarding section.
     *
     * @param path of the section: {@code forwarding}
     */
    public static ForwardedHeaders compile(ForwardingConfig config, String path, Faults faults) {
        String at = path + ".requestId";
        String name = config.requestId();
        boolean allowed = RefusedFields.allows(name, at, faults);
        if (name.equalsIgnoreCase("host") || name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-")) {
            faults.add(at, name + " has a meaning of its own; expected a name like X-Request-Id");
        }
        return new ForwardedHeaders(config, allowed ? name : "X-Request-Id");
    }

    /** Finds out on whose behalf a request was sent, and how its client speaks; {@code client} knows the peer. */
    public void identify(ClientAddress client, HeaderFields fields, TemplateScope scope) {
        client.clientIsPeer();
        if (!client.isPeerWithin(trusted)) {
            return;
        }
        client.trust();
        ForwardedChain chain = scope.chain();
        Slice value = scope.fieldValue();
        boolean readsFor = xForwarded || !forwarded;
        if (readsFor && chain.readXForwardedFor(fields, trusted)) {
            chain.tell(client);
        } else if (forwarded && chain.readForwarded(fields, trusted)) {
            chain.tell(client);
            believeScheme(chain.proto(), client);
        }
        if (readsFor && fields.find(PROTO, value)) {
            believeScheme(ForwardedFields.firstOf(value), client);
        }
    }

    private static void believeScheme(Slice scheme, ClientAddress client) {
        if (scheme.isIgnoringCase(HTTPS) || scheme.isIgnoringCase(WSS)) {
            client.secure(ClientAddress.Scheme.HTTPS);
        } else if (scheme.isIgnoringCase(HTTP) || scheme.isIgnoringCase(WS)) {
            client.secure(ClientAddress.Scheme.HTTP);
        }
    }

    /** Whether a request is to be refused for a header name that applications may take for another. */
    public boolean rejects(HeaderFields fields, TemplateScope scope) {
        if (confusable != UnderscoreHeaders.REJECT) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            fields.name(i, scope.fieldName());
            if (isConfusable(scope.fieldName())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field that came in is left out while the others are copied. */
    public boolean drops(Slice name, ClientAddress client) {
        if (name.isIgnoringCase(requestIdKey) || (confusable != UnderscoreHeaders.ALLOW && isConfusable(name))) {
            return true;
        }
        if (!client.isPeerTrusted()) {
            return HopByHop.beginsWith(name, X_FORWARDED) || CLAIMS.contains(name);
        }
        return (xForwarded && WRITTEN.contains(name)) || (forwarded && name.isIgnoringCase(FORWARDED));
    }

    private static boolean isConfusable(Slice name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) == '_' || name.at(i) == '.') {
                return true;
            }
        }
        return false;
    }

    /** Points {@code into} at the request id that a trusted peer gave; false when one has to be made. */
    public boolean findRequestId(HeaderFields fields, ClientAddress client, Slice into) {
        return client.isPeerTrusted() && fields.find(requestIdKey, into) && isSaneId(into);
    }

    private static boolean isSaneId(Slice id) {
        for (int i = 0; i < id.length(); i++) {
            byte b = id.at(i);
            if (!FieldName.isTokenByte(b) && b != '=' && b != ':' && b != '/') {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= LONGEST_REQUEST_ID;
    }

    /**
     * Writes the fields about the client and the request's id, save those that the route's own edits take care of.
     *
     * @param strippedPrefix what a rewrite cut off the path, or empty
     */
    public void appendTo(
            ClientAddress client, Slice strippedPrefix, HeaderEdits edits, TemplateScope scope, HeaderSink sink) {
        if (xForwarded) {
            appendXForwarded(client, strippedPrefix, edits, scope, sink);
        }
        if (forwarded && !edits.drops(FORWARDED_NAME)) {
            send(FORWARDED_NAME, ForwardedFields.forwardedField(client, scope), scope, sink);
        }
        if (clientCert != ClientCert.OFF) {
            appendCertificate(client, edits, scope, sink);
        }
        if (!edits.drops(requestIdName)) {
            send(requestIdName, scope.scratch().append(scope.request().requestId()), scope, sink);
        }
    }

    /** RFC 9440 §2. What a trusted proxy says of its client's certificate stands, and ours would be the proxy's own. */
    private void appendCertificate(ClientAddress client, HeaderEdits edits, TemplateScope scope, HeaderSink sink) {
        ClientCertificate shown = scope.request().clientCertificate();
        HeaderFields fields = scope.request().headers();
        boolean isTold = client.isPeerTrusted()
                && (fields.find(CLIENT_CERT, scope.fieldValue()) || fields.find(CLIENT_CERT_CHAIN, scope.fieldValue()));
        if (!shown.isPresent() || isTold) {
            return;
        }
        if (!edits.drops(CLIENT_CERT_NAME)) {
            sink.add(CLIENT_CERT_NAME, shown.field());
        }
        boolean hasChain = clientCert == ClientCert.CHAIN && !shown.chainField().isEmpty();
        if (hasChain && !edits.drops(CLIENT_CERT_CHAIN_NAME)) {
            sink.add(CLIENT_CERT_CHAIN_NAME, shown.chainField());
        }
    }

    private static void appendXForwarded(
            ClientAddress client, Slice strippedPrefix, HeaderEdits edits, TemplateScope scope, HeaderSink sink) {
        if (!edits.drops(FOR_NAME)) {
            send(FOR_NAME, ForwardedFields.forField(client, scope), scope, sink);
        }
        if (!edits.drops(PROTO_NAME)) {
            send(PROTO_NAME, ForwardedFields.protoField(client, scope), scope, sink);
        }
        if (!edits.drops(HOST_NAME)) {
            send(HOST_NAME, ForwardedFields.hostField(client, scope), scope, sink);
        }
        if (!edits.drops(PORT_NAME)) {
            send(PORT_NAME, ForwardedFields.portField(client, scope), scope, sink);
        }
        if (!edits.drops(PREFIX_NAME)) {
            send(PREFIX_NAME, ForwardedFields.prefixField(client, strippedPrefix, scope), scope, sink);
        }
    }

    private static void send(Slice name, ByteBuilder value, TemplateScope scope, HeaderSink sink) {
        if (value.length() > 0) {
            sink.add(scope.fieldName().set(name), value.slice(0, scope.fieldValue()));
        }
    }
}
