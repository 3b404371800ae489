package dev.postern.domain.bytes;

import java.util.Arrays;

/** IP addresses between text and bytes, strictly, and without ever asking a resolver. */
public final class IpText {
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int NONE = -1;
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private IpText() {}

    /** As {@link #parse(byte[], int, int, byte[])}. */
    public static int parse(Slice text, byte[] into) {
        return parse(text.array(), text.start(), text.end(), into);
    }

    /**
     * Reads an address without port, brackets or zone. IPv4 in IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address.
     *
     * @param into room for 16 bytes
     * @return 4 or 16, the length of the address, or -1 when the text is none
     */
    public static int parse(byte[] text, int start, int end, byte[] into) {
        for (int i = start; i < end; i++) {
            if (text[i] == ':') {
                return parseIpv6(text, start, end, into) ? unmap(into, IPV6) : NONE;
            }
        }
        return parseIpv4(text, start, end, into, 0) ? IPV4 : NONE;
    }

    /** Moves IPv4 in IPv6 to the front of its array; answers the length that the address then has. */
    public static int unmap(byte[] address, int length) {
        if (length != IPV6 || !isMapped(address, 0)) {
            return length;
        }
        System.arraycopy(address, IPV6 - IPV4, address, 0, IPV4);
        return IPV4;
    }

    private static boolean isMapped(byte[] address, int start) {
        for (int i = 0; i < 10; i++) {
            if (address[start + i] != 0) {
                return false;
            }
        }
        return address[start + 10] == -1 && address[start + 11] == -1;
    }

    private static boolean parseIpv4(byte[] text, int start, int end, byte[] into, int offset) {
        int at = start;
        for (int part = 0; part < IPV4; part++) {
            if (part > 0 && (at == end || text[at++] != '.')) {
                return false;
            }
            int first = at;
            int value = 0;
            while (at < end && at < first + 3 && text[at] >= '0' && text[at] <= '9') {
                value = value * 10 + text[at++] - '0';
            }
            // why: some readers take a leading zero for octal, so that 010 would mean two addresses.
            if (at == first || value > 255 || (at > first + 1 && text[first] == '0')) {
                return false;
            }
            into[offset + part] = (byte) value;
        }
        return at == end;
    }

    private static boolean parseIpv6(byte[] text, int start, int end, byte[] into) {
        int at = start;
        int filled = 0;
        int gap = NONE;
        if (at + 1 < end && text[at] == ':' && text[at + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < end) {
            int first = at;
            int value = 0;
            while (at < end && at < first + 4 && Ascii.hexDigit(text[at]) >= 0) {
                value = value << 4 | Ascii.hexDigit(text[at++]);
            }
            if (at < end && text[at] == '.') {
                if (filled > IPV6 - IPV4 || !parseIpv4(text, first, end, into, filled)) {
                    return false;
                }
                filled += IPV4;
                break;
            }
            if (at == first || filled == IPV6) {
                return false;
            }
            into[filled++] = (byte) (value >>> 8);
            into[filled++] = (byte) value;
            if (at == end) {
                break;
            }
            if (text[at++] != ':' || at == end) {
                return false;
            }
            if (text[at] == ':') {
                if (gap != NONE) {
                    return false;
                }
                gap = filled;
                at++;
            }
        }
        return gap == NONE ? filled == IPV6 : widen(into, gap, filled);
    }

    /** Puts zeros where the double colon stood. */
    private static boolean widen(byte[] into, int gap, int filled) {
        if (filled == IPV6) {
            return false;
        }
        int moved = filled - gap;
        System.arraycopy(into, gap, into, IPV6 - moved, moved);
        Arrays.fill(into, gap, IPV6 - moved, (byte) 0);
        return true;
    }

    /** Appends an address of 4 or 16 bytes as RFC 5952 has it; nothing for an empty one. */
    public static void append(Slice address, ByteBuilder out) {
        switch (address.length()) {
            case 0 -> {}
            case IPV4 -> appendIpv4(address, 0, out);
            case IPV6 -> appendIpv6(address, out);
            default -> throw new IllegalArgumentException(address.length() + " bytes are no address");
        }
    }

    private static void appendIpv4(Slice address, int from, ByteBuilder out) {
        for (int i = 0; i < IPV4; i++) {
            if (i > 0) {
                out.append('.');
            }
            out.appendDecimal(address.at(from + i) & 0xff);
        }
    }

    private static void appendIpv6(Slice address, ByteBuilder out) {
        if (isMapped(address.array(), address.start())) {
            out.append(':')
                    .append(':')
                    .append('f')
                    .append('f')
                    .append('f')
                    .append('f')
                    .append(':');
            appendIpv4(address, IPV6 - IPV4, out);
            return;
        }
        int gap = NONE;
        int gapLength = 1;
        for (int group = 0; group < 8; group++) {
            int zeros = zerosFrom(address, group);
            if (zeros > gapLength) {
                gap = group;
                gapLength = zeros;
            }
        }
        for (int group = 0; group < 8; group++) {
            if (group == gap) {
                out.append(':').append(':');
                group += gapLength - 1;
            } else {
                if (group > 0 && out.array()[out.length() - 1] != ':') {
                    out.append(':');
                }
                appendGroup(group(address, group), out);
            }
        }
    }

    private static int zerosFrom(Slice address, int group) {
        int zeros = 0;
        while (group + zeros < 8 && group(address, group + zeros) == 0) {
            zeros++;
        }
        return zeros;
    }

    private static int group(Slice address, int group) {
        return (address.at(group * 2) & 0xff) << 8 | (address.at(group * 2 + 1) & 0xff);
    }

    private static void appendGroup(int value, ByteBuilder out) {
        int shift = 12;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.append(HEX[value >>> shift & 0xf]);
        }
    }
}
