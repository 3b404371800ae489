package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;

/**
 * Tells which fields may stand behind a body (RFC 9110 §6.5.1): none that must be known before the body, because it
 * frames, routes, authenticates or steers the message. Some receivers merge trailers into the header, so that one let
 * through would be believed.
 */
public final class TrailerFields {
    private static final byte[] CONDITION = Ascii.bytes("if-");
    private static final byte[] ABOUT_THE_CLIENT = Ascii.bytes("x-forwarded-");

    private static final NameSet REFUSED = NameSet.of(
            // framing and routing
            "Content-Length",
            "Transfer-Encoding",
            "Host",
            "Trailer",
            "Upgrade",
            "Via",
            "Forwarded",
            "X-Real-IP",
            // what the request asks for
            "Expect",
            "Max-Forwards",
            "Pragma",
            "Range",
            "TE",
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Origin",
            "Referer",
            "User-Agent",
            // who sends it
            "Authorization",
            "Cookie",
            "Set-Cookie",
            "WWW-Authenticate",
            "Authentication-Info",
            // what the response is
            "Age",
            "Cache-Control",
            "Clear-Site-Data",
            "Date",
            "Expires",
            "Location",
            "Retry-After",
            "Strict-Transport-Security",
            "Vary",
            "Warning",
            // how the content is to be read
            "Content-Disposition",
            "Content-Encoding",
            "Content-Location",
            "Content-Range",
            "Content-Security-Policy",
            "Content-Type");

    private TrailerFields() {}

    public static boolean mayFollow(Slice name) {
        return !REFUSED.contains(name)
                && !HopByHop.beginsWith(name, CONDITION)
                && !HopByHop.beginsWith(name, ABOUT_THE_CLIENT);
    }
}
