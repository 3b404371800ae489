package dev.postern.domain.config;

import java.util.Arrays;

/** A range of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. */
public final class Network {
    private final byte[] address;
    private final int prefixLength;

    /**
     * @param address 4 or 16 bytes; bits beyond the prefix are ignored
     */
    public Network(byte[] address, int prefixLength) {
        if ((address.length != 4 && address.length != 16) || prefixLength < 0 || prefixLength > address.length * 8) {
            throw new IllegalArgumentException(address.length + " bytes / " + prefixLength);
        }
        this.address = mask(address.clone(), prefixLength);
        this.prefixLength = prefixLength;
    }

    private static byte[] mask(byte[] bytes, int prefixLength) {
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefixLength - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        return bytes;
    }

    public boolean contains(byte[] candidate) {
        return contains(candidate, 0, candidate.length);
    }

    /** Whether the address in {@code bytes[start, end)}, 4 or 16 of them, is one of this network. */
    public boolean contains(byte[] bytes, int start, int end) {
        if (end - start != address.length) {
            return false;
        }
        int whole = prefixLength / 8;
        if (!Arrays.equals(bytes, start, start + whole, address, 0, whole)) {
            return false;
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((bytes[start + whole] ^ address[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && prefixLength == network.prefixLength
                && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + prefixLength;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (address.length == 4) {
            for (int i = 0; i < 4; i++) {
                text.append(i == 0 ? "" : ".").append(address[i] & 0xff);
            }
        } else {
            for (int i = 0; i < 16; i += 2) {
                text.append(i == 0 ? "" : ":")
                        .append(Integer.toHexString((address[i] & 0xff) << 8 | (address[i + 1] & 0xff)));
            }
        }
        return text.append('/').append(prefixLength).toString();
    }
}
