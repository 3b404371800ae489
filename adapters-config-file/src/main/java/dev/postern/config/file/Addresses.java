package dev.postern.config.file;

import dev.postern.domain.config.Address;
import java.nio.charset.StandardCharsets;

/** {@code host:port}, {@code :port}, {@code [::1]:port}, {@code unix:/path}. */
record Addresses() implements ScalarType {
    // why: the room for a path in a socket address is 108 bytes, the last of which ends it.
    private static final int LONGEST_UNIX_PATH = 107;
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final String NAME = LABEL + "(\\." + LABEL + ")*\\.?";

    @Override
    public Form form() {
        return Form.text("address", "127.0.0.1:9000", "unix:/.+|.*:[0-9]{1,5}");
    }

    @Override
    public String expected() {
        return "an address such as host:8080, :8080, [::1]:8080 or unix:/path";
    }

    @Override
    public Object parse(String text) throws BadValueException {
        if (text.startsWith("unix:")) {
            return unix(text.substring("unix:".length()));
        }
        if (text.contains("://")) {
            throw new BadValueException("write it without " + text.substring(0, text.indexOf("://") + 3));
        }
        if (text.startsWith("[")) {
            return bracketed(text);
        }
        int colon = text.lastIndexOf(':');
        if (text.indexOf(':') != colon) {
            throw new BadValueException("an IPv6 address needs brackets: [::1]:8080");
        }
        if (colon < 0) {
            throw new BadValueException(text.matches("[0-9]{1,5}") ? "write :" + text : missingPort(text));
        }
        return new Address(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    private static Address unix(String path) throws BadValueException {
        if (!path.startsWith("/")) {
            throw new BadValueException("the path must begin with /");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_UNIX_PATH) {
            throw new BadValueException("the path of a socket can't be longer than " + LONGEST_UNIX_PATH + " bytes");
        }
        if (path.indexOf('\0') >= 0) {
            throw new BadValueException("");
        }
        return Address.unix(path);
    }

    private static Address bracketed(String text) throws BadValueException {
        int end = text.indexOf(']');
        if (end < 0) {
            throw new BadValueException("the bracket isn't closed");
        }
        String inner = text.substring(1, end);
        int zone = inner.indexOf('%');
        String address = zone < 0 ? inner : inner.substring(0, zone);
        boolean zoned = zone < 0 || inner.substring(zone + 1).matches("[A-Za-z0-9._-]{1,32}");
        if (IpLiteral.parse(address).filter(bytes -> bytes.length == 16).isEmpty() || !zoned) {
            throw new BadValueException("what is in brackets isn't an IPv6 address");
        }
        if (end + 1 == text.length()) {
            throw new BadValueException(missingPort(text));
        }
        if (text.charAt(end + 1) != ':') {
            throw new BadValueException("");
        }
        return new Address(inner, port(text.substring(end + 2)));
    }

    private static String missingPort(String text) {
        return text.matches("[A-Za-z0-9._:\\[\\]-]+") ? "a port is missing: " + text + ":80" : "";
    }

    private static String host(String host) throws BadValueException {
        if (host.equals("*")) {
            throw new BadValueException("all interfaces are written without a host: :8080");
        }
        if (IpLiteral.looksLikeV4(host)
                && !host.isEmpty()
                && IpLiteral.parse(host).isEmpty()) {
            throw new BadValueException(Texts.quote(host) + " isn't an IPv4 address");
        }
        if (!host.isEmpty() && (host.length() > 253 || !host.matches(NAME))) {
            throw new BadValueException(Texts.quote(host) + " isn't the name of a host");
        }
        return host;
    }

    private static int port(String text) throws BadValueException {
        if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
            throw new BadValueException("the port is a number up to 65535");
        }
        return Integer.parseInt(text);
    }
}
