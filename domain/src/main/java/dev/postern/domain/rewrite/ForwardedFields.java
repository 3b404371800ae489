package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;

/**
 * The values that upstreams are told about a client, each made in the scratch space of a scope and empty where there is
 * nothing to tell. What a trusted peer said is extended, or kept where it makes sense.
 */
final class ForwardedFields {
    private static final byte[] UNKNOWN = Ascii.bytes("unknown");
    private static final byte[] FOR_PARAMETER = Ascii.bytes("for=");
    private static final byte[] HOST_PARAMETER = Ascii.bytes(";host=");
    private static final byte[] PROTO_PARAMETER = Ascii.bytes(";proto=");
    private static final byte[] FOR = Ascii.bytes("x-forwarded-for");
    private static final byte[] HOST = Ascii.bytes("x-forwarded-host");
    private static final byte[] PORT = Ascii.bytes("x-forwarded-port");
    private static final byte[] PREFIX = Ascii.bytes("x-forwarded-prefix");
    private static final byte[] FORWARDED = Ascii.bytes("forwarded");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");

    private ForwardedFields() {}

    static ByteBuilder forField(ClientAddress client, TemplateScope scope) {
        ByteBuilder out = scope.scratch();
        appendEarlier(FOR, client, scope, out);
        return appendListed(client.peerText(), out);
    }

    /** Appends what a trusted peer sent by that name, all of its fields as one list. */
    private static void appendEarlier(byte[] name, ClientAddress client, TemplateScope scope, ByteBuilder out) {
        if (!client.isPeerTrusted()) {
            return;
        }
        HeaderFields fields = scope.request().headers();
        Slice value = scope.fieldValue();
        int index = fields.findFrom(0, name, value);
        while (index >= 0) {
            appendListed(value, out);
            index = fields.findFrom(index + 1, name, value);
        }
    }

    private static ByteBuilder appendListed(Slice entry, ByteBuilder out) {
        if (out.length() > 0 && !entry.isEmpty()) {
            out.append(',').append(' ');
        }
        return out.append(entry);
    }

    static ByteBuilder protoField(ClientAddress client, TemplateScope scope) {
        return scope.scratch().append(client.isSecure() ? HTTPS : HTTP);
    }

    static ByteBuilder hostField(ClientAddress client, TemplateScope scope) {
        RequestView request = scope.request();
        Slice told = scope.fieldValue();
        if (client.isPeerTrusted() && request.headers().find(HOST, told) && isHost(firstOf(told))) {
            return scope.scratch().append(told);
        }
        return scope.scratch().append(request.authority());
    }

    static ByteBuilder portField(ClientAddress client, TemplateScope scope) {
        RequestView request = scope.request();
        Slice told = scope.fieldValue();
        if (client.isPeerTrusted() && request.headers().find(PORT, told) && ForwardedChain.port(firstOf(told), 0) > 0) {
            return scope.scratch().append(told);
        }
        return scope.scratch().appendDecimal(request.port());
    }

    static ByteBuilder prefixField(ClientAddress client, Slice strippedPrefix, TemplateScope scope) {
        Slice told = scope.fieldValue();
        ByteBuilder out = scope.scratch();
        if (client.isPeerTrusted()
                && scope.request().headers().find(PREFIX, told)
                && PathNormaliser.isNormal(told)
                && told.indexOf('/', 1) != 1) {
            out.append(told);
            while (out.length() > 0 && out.array()[out.length() - 1] == '/') {
                out.truncate(out.length() - 1);
            }
        }
        return out.append(strippedPrefix);
    }

    static ByteBuilder forwardedField(ClientAddress client, TemplateScope scope) {
        ByteBuilder out = scope.scratch();
        appendEarlier(FORWARDED, client, scope, out);
        if (out.length() > 0) {
            out.append(',').append(' ');
        }
        out.append(FOR_PARAMETER);
        Slice peer = client.peerText();
        if (peer.isEmpty()) {
            out.append(UNKNOWN);
        } else if (peer.indexOf(':', 0) >= 0) {
            // RFC 7239 §6: an IPv6 address stands in brackets, and those need quotes.
            out.append('"').append('[').append(peer).append(']').append('"');
        } else {
            out.append(peer);
        }
        appendHostParameter(scope.request().authority(), out);
        return out.append(PROTO_PARAMETER).append(client.isPeerSecure() ? HTTPS : HTTP);
    }

    private static void appendHostParameter(Slice authority, ByteBuilder out) {
        if (!isHost(authority)) {
            return;
        }
        out.append(HOST_PARAMETER);
        boolean quoted = false;
        for (int i = 0; i < authority.length(); i++) {
            quoted |= !FieldName.isTokenByte(authority.at(i));
        }
        if (quoted) {
            out.append('"').append(authority).append('"');
        } else {
            out.append(authority);
        }
    }

    private static boolean isHost(Slice text) {
        for (int i = 0; i < text.length(); i++) {
            if (!UriText.isHost(text.at(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Shortens a list to its first entry: what the proxy next to the client said. */
    static Slice firstOf(Slice list) {
        int end = list.indexOf(',', 0);
        int to = end < 0 ? list.length() : end;
        while (to > 0 && (list.at(to - 1) == ' ' || list.at(to - 1) == '\t')) {
            to--;
        }
        return list.set(list.array(), list.start(), list.start() + to);
    }
}
