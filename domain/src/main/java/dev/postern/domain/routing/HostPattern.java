package dev.postern.domain.routing;

import dev.postern.domain.bytes.Ascii;
import java.net.IDN;
import java.util.Locale;

/**
 * A host as a route writes it: a name or an address, or {@code *.example.com} for every name with one or more labels
 * before {@code .example.com}. Compared as text with the host of a request, which has no port, brackets or dot at
 * its end.
 */
final class HostPattern {
    /** For routes that name no host. */
    static final HostPattern ANY = new HostPattern(Kind.ANY, "");
    /** The longest name DNS knows; nothing longer is looked for. */
    static final int LONGEST = 253;

    enum Kind {
        EXACT,
        WILDCARD,
        ANY
    }

    private final Kind kind;
    private final String name;
    private final byte[] key;

    private HostPattern(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
        this.key = Ascii.bytes(name);
    }

    static HostPattern parse(String text) throws BadPatternException {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new BadPatternException("found an empty text, expected a host name or *.example.com");
        }
        if (host.startsWith("[") || host.indexOf(':') != host.lastIndexOf(':')) {
            return address(text, host);
        }
        if (host.contains(":")) {
            throw new BadPatternException("found a port in '" + text
                    + "', expected a host alone: which port a client comes in by is said with listeners");
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.equals("*")) {
            throw new BadPatternException("found '" + text + "', expected no host at all where every host is meant");
        }
        boolean isWildcard = name.startsWith("*.");
        checkLabels(text, isWildcard ? name.substring(2) : name);
        return isWildcard ? new HostPattern(Kind.WILDCARD, name.substring(2)) : new HostPattern(Kind.EXACT, name);
    }

    private static HostPattern address(String text, String host) throws BadPatternException {
        boolean isBracketed = host.startsWith("[");
        if (isBracketed && !host.endsWith("]")) {
            throw new BadPatternException(
                    "found '" + text + "', expected an IPv6 address such as [::1], without a port");
        }
        String address = isBracketed ? host.substring(1, host.length() - 1) : host;
        if (address.indexOf(':') < 0 || !address.matches("[0-9a-f:.]{2,45}")) {
            throw new BadPatternException("found '" + text + "', expected an IPv6 address such as ::1");
        }
        return new HostPattern(Kind.EXACT, address);
    }

    private static void checkLabels(String text, String name) throws BadPatternException {
        if (name.contains("*")) {
            throw new BadPatternException(
                    "found '" + text + "', expected a * only as the whole first label, as in *.example.com");
        }
        checkAscii(text, name);
        if (name.length() > LONGEST) {
            throw new BadPatternException(
                    "found a name of " + name.length() + " characters, expected at most " + LONGEST);
        }
        for (String label : name.split("\\.", -1)) {
            if (!label.matches("[a-z0-9_-]{1,63}")) {
                throw new BadPatternException("found '" + label + "' between the dots of '" + text
                        + "', expected 1 to 63 letters, digits, - and _");
            }
        }
    }

    private static void checkAscii(String text, String name) throws BadPatternException {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return;
        }
        String encoded;
        try {
            encoded = IDN.toASCII(name);
        } catch (IllegalArgumentException _) {
            throw new BadPatternException("found '" + text + "', expected a host name");
        }
        throw new BadPatternException("found '" + text + "', expected the form that clients send, " + encoded);
    }

    Kind kind() {
        return kind;
    }

    /** The next wildcard that takes every host of this pattern, or {@link #ANY} when there is none. */
    HostPattern wider() {
        int dot = name.indexOf('.', kind == Kind.EXACT ? 1 : 0);
        return dot < 0 ? ANY : new HostPattern(Kind.WILDCARD, name.substring(dot + 1));
    }

    /** The name as bytes; of a wildcard what stands after {@code *.}. */
    byte[] key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostPattern host && kind == host.kind && name.equals(host.name);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + name.hashCode();
    }

    /** In the one spelling that equal patterns share; empty where any host will do. */
    @Override
    public String toString() {
        return kind == Kind.WILDCARD ? "*." + name : name;
    }
}
