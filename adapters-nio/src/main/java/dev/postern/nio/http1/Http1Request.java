package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.rewrite.PathNormaliser;
import dev.postern.domain.routing.ClientCertificate;
import dev.postern.nio.http.BodyLength;
import dev.postern.nio.http.IncomingRequest;
import dev.postern.nio.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * A request head as slices over the buffer it was read into. Only what must differ from what was sent (a host in lower
 * case, a path with dot segments) is written to a small array of its own. One connection owns it and uses it again. Longer
 * than most files, because what a head must and must not say is one list of rules in the order of its bytes.
 */
final class Http1Request implements IncomingRequest {
    private static final byte[] HTTP_1_1 = Ascii.bytes("HTTP/1.1");
    private static final byte[] HTTP_1_0 = Ascii.bytes("HTTP/1.0");
    private static final byte[] HTTP_ANY = Ascii.bytes("HTTP/");
    private static final byte[] HTTP_SCHEME = Ascii.bytes("http://");
    private static final byte[] HTTPS_SCHEME = Ascii.bytes("https://");
    private static final byte[] CONNECT = Ascii.bytes("CONNECT");
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] TE = Ascii.bytes("te");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] H2C = Ascii.bytes("h2c");
    private static final byte[] H2 = Ascii.bytes("h2");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] NOTHING = {};
    private static final byte[] TRACE = Ascii.bytes("TRACE");
    private static final byte[] MAX_FORWARDS = Ascii.bytes("max-forwards");
    private static final int MOST_FORWARDS = 1_000_000;
    private static final byte[] EXPECT = Ascii.bytes("expect");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final Slice ROOT = Slice.of("/");
    private static final Slice ASTERISK = Slice.of("*");

    private final Slice method = new Slice();
    private final Slice target = new Slice();
    private final Slice rawPath = new Slice();
    private final Slice path = new Slice();
    private final Slice query = new Slice();
    private final Slice authority = new Slice();
    private final Slice host = new Slice();
    private final Slice requestId = new Slice();
    private final Slice upgrade = new Slice();
    private final Slice nothing = new Slice();
    private final Slice scratch = new Slice();
    private final ByteBuilder own = new ByteBuilder(128);
    private final HeaderFields fields;
    private final FieldFacts facts;
    private boolean hasQuery;
    private boolean isHttp10;
    private boolean expectsContinue;
    private boolean takesTrailers;
    private int maxForwards;
    private int port;
    private @Nullable TlsSession tls;
    private ClientAddress client = new ClientAddress();

    Http1Request(HeadFields fields, FieldFacts facts) {
        this.fields = fields;
        this.facts = facts;
    }

    /** RFC 9112 §3: method, one space, target, one space, version. */
    @Nullable
    HeadFault readStartLine(Slice line) {
        byte[] array = line.array();
        int end = line.end();
        int at = line.start();
        while (at < end && Octets.isToken(array[at])) {
            at++;
        }
        if (at == line.start() || at == end || array[at] != ' ') {
            return HeadFault.BAD_START_LINE;
        }
        method.set(array, line.start(), at);
        int targetStart = ++at;
        while (at < end && Octets.isTarget(array[at])) {
            at++;
        }
        if (at == targetStart || at == end || array[at] != ' ') {
            return HeadFault.BAD_START_LINE;
        }
        target.set(array, targetStart, at);
        return readVersion(scratch.set(array, at + 1, end));
    }

    private @Nullable HeadFault readVersion(Slice version) {
        isHttp10 = version.is(HTTP_1_0);
        if (isHttp10 || version.is(HTTP_1_1)) {
            return null;
        }
        boolean isOther = version.startsWith(HTTP_ANY)
                && version.length() == 8
                && version.at(6) == '.'
                && isDigit(version.at(5))
                && isDigit(version.at(7));
        return isOther ? HeadFault.UNKNOWN_VERSION : HeadFault.BAD_START_LINE;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The head moved to another array while it was being read. */
    void moved(byte[] array, int by) {
        method.set(array, method.start() + by, method.end() + by);
        target.set(array, target.start() + by, target.end() + by);
    }

    /** Makes sense of a complete head. */
    @Nullable
    HeadFault complete() {
        own.clear();
        requestId.clear();
        // RFC 9112 §6.1: an HTTP/1.0 message with a transfer coding is faulty.
        if (isHttp10 && facts.isChunked()) {
            return HeadFault.BAD_LENGTH;
        }
        // RFC 9112 §3.2: exactly one Host, except that HTTP/1.0 may have none.
        if (facts.hosts() > 1 || (facts.hosts() == 0 && !isHttp10)) {
            return HeadFault.BAD_HOST;
        }
        // RFC 9112 §3.2: a malformed Host is refused also where an absolute target takes its place.
        authority.set(facts.host());
        if (!readAuthority()) {
            return HeadFault.BAD_HOST;
        }
        HeadFault fault = readTarget();
        if (fault != null) {
            return fault;
        }
        takesTrailers = !isHttp10 && facts.hasTe() && FieldList.contains(fields, TE, TRAILERS);
        readUpgrade();
        readMaxForwards();
        return readExpectation();
    }

    /** RFC 9110 §10.1.1: HTTP/1.0 expects nothing, and where there is no body there is nothing to wait for. */
    private @Nullable HeadFault readExpectation() {
        expectsContinue = false;
        if (isHttp10 || !facts.hasExpect()) {
            return null;
        }
        boolean[] isUnknown = {false};
        FieldList.each(fields, EXPECT, expected -> isUnknown[0] |= !expected.isIgnoringCase(CONTINUE));
        if (isUnknown[0]) {
            return HeadFault.UNKNOWN_EXPECTATION;
        }
        expectsContinue = bodyLength() == BodyLength.OPEN || bodyLength() > 0;
        return null;
    }

    /** RFC 9110 §7.6.2: it means something with these two methods only. What is no number is left as it is. */
    private void readMaxForwards() {
        maxForwards = -1;
        if (!facts.hasMaxForwards() || !(method.is(OPTIONS) || method.is(TRACE))) {
            return;
        }
        if (!fields.find(MAX_FORWARDS, scratch) || scratch.isEmpty()) {
            return;
        }
        int most = 0;
        for (int i = 0; i < scratch.length(); i++) {
            if (!isDigit(scratch.at(i))) {
                return;
            }
            most = Math.min(most * 10 + scratch.at(i) - '0', MOST_FORWARDS);
        }
        maxForwards = most;
    }

    /**
     * RFC 9110 §7.8: an HTTP/1.0 client can't upgrade. HTTP/2 is not offered on: what it would carry could neither be routed
     * nor checked.
     */
    private void readUpgrade() {
        upgrade.clear();
        if (isHttp10 || !facts.saysUpgrade()) {
            return;
        }
        ByteBuilder offered = new ByteBuilder(32);
        FieldList.each(fields, UPGRADE, protocol -> {
            if (!protocol.isIgnoringCase(H2C) && !protocol.isIgnoringCase(H2)) {
                offered.append(offered.length() == 0 ? NOTHING : COMMA).append(protocol);
            }
        });
        offered.slice(0, upgrade);
    }

    private @Nullable HeadFault readTarget() {
        if (method.is(CONNECT)) {
            return HeadFault.UNSUPPORTED_METHOD;
        }
        // RFC 9112 §3.2: a target has no fragment; some cut it off and some don't.
        if (target.indexOf('#', 0) >= 0) {
            return HeadFault.BAD_TARGET;
        }
        if (target.at(0) == '/') {
            splitTarget(0);
        } else if (target.is(ASTERISK)) {
            if (!method.is(OPTIONS)) {
                return HeadFault.BAD_TARGET;
            }
            hasQuery = false;
            query.clear();
            path.set(ASTERISK);
            return null;
        } else if (!readAbsoluteTarget()) {
            return HeadFault.BAD_TARGET;
        }
        int from = own.length();
        PathNormaliser.Outcome outcome = PathNormaliser.normalise(rawPath, own);
        if (outcome.isRefused()) {
            return HeadFault.BAD_TARGET;
        }
        if (outcome == PathNormaliser.Outcome.NORMAL) {
            path.set(rawPath);
        } else {
            path.set(own.array(), from, own.length());
        }
        return null;
    }

    /** RFC 9112 §3.2.2: the authority of an absolute target takes the place of Host. */
    private boolean readAbsoluteTarget() {
        int schemeLength;
        if (startsIgnoringCase(HTTP_SCHEME)) {
            schemeLength = HTTP_SCHEME.length;
        } else if (startsIgnoringCase(HTTPS_SCHEME)) {
            schemeLength = HTTPS_SCHEME.length;
        } else {
            return false;
        }
        int end = schemeLength;
        while (end < target.length() && target.at(end) != '/' && target.at(end) != '?') {
            end++;
        }
        if (end == schemeLength) {
            return false;
        }
        authority.set(target.array(), target.start() + schemeLength, target.start() + end);
        if (!readAuthority()) {
            return false;
        }
        splitTarget(end);
        if (rawPath.isEmpty()) {
            rawPath.set(ROOT);
        }
        return true;
    }

    private boolean startsIgnoringCase(byte[] lowerCase) {
        if (target.length() < lowerCase.length) {
            return false;
        }
        return scratch.set(target.array(), target.start(), target.start() + lowerCase.length)
                .isIgnoringCase(lowerCase);
    }

    private void splitTarget(int from) {
        int question = target.indexOf('?', from);
        hasQuery = question >= 0;
        int pathEnd = hasQuery ? question : target.length();
        byte[] array = target.array();
        rawPath.set(array, target.start() + from, target.start() + pathEnd);
        if (hasQuery) {
            query.set(array, target.start() + question + 1, target.end());
        } else {
            query.clear();
        }
    }

    /** RFC 9110 §7.2: host in lower case without brackets and trailing dot, and the port. */
    private boolean readAuthority() {
        int length = authority.length();
        port = impliedPort();
        if (length == 0) {
            host.clear();
            return true;
        }
        int hostStart = 0;
        int hostEnd;
        int portStart;
        if (authority.at(0) == '[') {
            hostEnd = authority.indexOf(']', 0);
            if (hostEnd < 0) {
                return false;
            }
            hostStart = 1;
            portStart = hostEnd + 1;
        } else {
            int colon = authority.indexOf(':', 0);
            hostEnd = colon < 0 ? length : colon;
            portStart = hostEnd;
        }
        if (portStart < length && !readPort(portStart)) {
            return false;
        }
        if (hostStart == 0 && hostEnd > 0 && authority.at(hostEnd - 1) == '.') {
            hostEnd--;
        }
        return hostEnd > hostStart && (hostStart == 0 || isAddress(hostEnd)) && copyHost(hostStart, hostEnd);
    }

    private int impliedPort() {
        return tls == null ? 80 : 443;
    }

    private boolean readPort(int colon) {
        int length = authority.length();
        if (authority.at(colon) != ':' || length - colon > 6) {
            return false;
        }
        int number = 0;
        for (int i = colon + 1; i < length; i++) {
            if (!isDigit(authority.at(i))) {
                return false;
            }
            number = number * 10 + authority.at(i) - '0';
        }
        port = length == colon + 1 ? impliedPort() : number;
        return number <= 65_535;
    }

    /** RFC 3986 §3.2.2: only an IPv6 address stands in brackets; a name in them would be matched as the name without. */
    private boolean isAddress(int end) {
        boolean hasColon = false;
        for (int i = 1; i < end; i++) {
            byte b = authority.at(i);
            if (Ascii.hexDigit(b) < 0 && b != ':' && b != '.') {
                return false;
            }
            hasColon |= b == ':';
        }
        return hasColon;
    }

    private boolean copyHost(int from, int to) {
        int start = own.length();
        for (int i = from; i < to; i++) {
            byte b = Ascii.toLower(authority.at(i));
            boolean isName = (b >= 'a' && b <= 'z') || isDigit(b) || b == '-' || b == '.' || b == '_' || b == '~';
            // why not '%': an escaped name would be matched as one host and served as another.
            if (!isName && b != ':' && "!$&'()*+,;=".indexOf(b) < 0) {
                return false;
            }
            own.append(b);
        }
        own.slice(start, host);
        return true;
    }

    boolean isHttp10() {
        return isHttp10;
    }

    boolean isHead() {
        return method.is(HEAD);
    }

    @Override
    public void comesFrom(ClientAddress address) {
        client = address;
    }

    /** Tells what the connection's TLS has agreed on; null without. */
    void cameBy(@Nullable TlsSession session) {
        tls = session;
    }

    @Override
    public @Nullable TlsSession tls() {
        return tls;
    }

    @Override
    public void isKnownAs(Slice id) {
        requestId.set(id);
    }

    @Override
    public long bodyLength() {
        if (facts.isChunked()) {
            return BodyLength.OPEN;
        }
        return facts.contentLength() < 0 ? BodyLength.NONE : facts.contentLength();
    }

    @Override
    public Slice upgrade() {
        return upgrade;
    }

    @Override
    public int maxForwards() {
        return maxForwards;
    }

    @Override
    public boolean takesTrailers() {
        return takesTrailers;
    }

    @Override
    public boolean expectsContinue() {
        return expectsContinue;
    }

    @Override
    public Slice method() {
        return method;
    }

    @Override
    public boolean isSecure() {
        return client.isSecure();
    }

    @Override
    public Slice host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Slice authority() {
        return authority;
    }

    @Override
    public Slice path() {
        return path;
    }

    @Override
    public Slice query() {
        return query;
    }

    @Override
    public boolean hasQuery() {
        return hasQuery;
    }

    @Override
    public HeaderFields headers() {
        return fields;
    }

    @Override
    public Slice clientAddress() {
        return client.address();
    }

    @Override
    public Slice clientIp() {
        return client.text();
    }

    @Override
    public int clientPort() {
        return client.port();
    }

    @Override
    public Slice requestId() {
        return requestId;
    }

    @Override
    public Slice tlsServerName() {
        return tls == null ? nothing : tls.serverName();
    }

    @Override
    public Slice tlsVersion() {
        return tls == null ? nothing : tls.version();
    }

    @Override
    public ClientCertificate clientCertificate() {
        return tls == null ? ClientCertificate.NONE : tls.client();
    }
}
