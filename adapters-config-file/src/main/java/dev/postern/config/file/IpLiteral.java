package dev.postern.config.file;

import java.util.Arrays;
import java.util.Optional;

/** Reads IP addresses strictly and without ever asking a name service. */
final class IpLiteral {
    private IpLiteral() {}

    /** 4 or 16 bytes, or empty where the text isn't an address. */
    static Optional<byte[]> parse(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    /** True where the text can only have been meant as an IPv4 address. */
    static boolean looksLikeV4(String text) {
        return text.matches("[0-9.]+");
    }

    static boolean isMappedV4(byte[] address) {
        return address.length == 16
                && Arrays.equals(address, 0, 10, new byte[10], 0, 10)
                && address[10] == -1
                && address[11] == -1;
    }

    private static Optional<byte[]> v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text).filter(bytes -> bytes.length == 16);
        }
        // why: a second gap leaves an empty group in the tail, which groups() refuses.
        Optional<byte[]> head = gap == 0 ? Optional.of(new byte[0]) : hexGroups(text.substring(0, gap));
        String rest = text.substring(gap + 2);
        Optional<byte[]> tail = rest.isEmpty() ? Optional.of(new byte[0]) : groups(rest);
        if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > 14) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(head.get(), 16);
        System.arraycopy(tail.get(), 0, bytes, 16 - tail.get().length, tail.get().length);
        return Optional.of(bytes);
    }

    /** Groups of hex digits, the last two of which may be an IPv4 address. */
    private static Optional<byte[]> groups(String text) {
        int last = text.lastIndexOf(':') + 1;
        Optional<byte[]> v4 = v4(text.substring(last));
        if (v4.isEmpty()) {
            return hexGroups(text);
        }
        Optional<byte[]> head = last == 0 ? Optional.of(new byte[0]) : hexGroups(text.substring(0, last - 1));
        return head.map(bytes -> {
            byte[] all = Arrays.copyOf(bytes, bytes.length + 4);
            System.arraycopy(v4.get(), 0, all, bytes.length, 4);
            return all;
        });
    }

    private static Optional<byte[]> hexGroups(String text) {
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[groups.length * 2];
        for (int i = 0; i < groups.length; i++) {
            if (!groups[i].matches("[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            int group = Integer.parseInt(groups[i], 16);
            bytes[2 * i] = (byte) (group >> 8);
            bytes[2 * i + 1] = (byte) group;
        }
        return Optional.of(bytes);
    }
}
