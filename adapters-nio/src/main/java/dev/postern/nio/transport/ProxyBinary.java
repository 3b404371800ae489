package dev.postern.nio.transport;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Version 2 of the PROXY protocol: addresses in binary, and then fields of which only the checksum is looked at. */
final class ProxyBinary {
    private static final int ADDRESSES = ProxyHeaderDecoder.BINARY_START;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    static final int TCP4 = 0x11;
    static final int TCP6 = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int CHECKSUM = 0x03;

    private ProxyBinary() {}

    /** Whether version, command, family and kind of socket are such as the protocol has. */
    static boolean isKnown(byte[] header) {
        int command = header[12] & 0xff;
        int family = (header[13] & 0xff) >> 4;
        int socket = header[13] & 0x0f;
        return (command == LOCAL || command == PROXY) && family <= 3 && socket <= 2;
    }

    /** What a whole header says; null where it contradicts itself. */
    static @Nullable ProxyHeader parse(byte[] header) {
        if (header[12] == LOCAL) {
            return new ProxyHeader.Own();
        }
        int fields = ADDRESSES + addressBytes(header[13] >> 4);
        if (fields > header.length || !fieldsHold(header, fields)) {
            return null;
        }
        return switch (header[13]) {
            case TCP4 -> ends(header, 4);
            case TCP6 -> ends(header, 16);
            case UNIX_STREAM -> new ProxyHeader.Unix();
            // why: what is no stream was not relayed byte by byte, and says nothing of this connection.
            default -> new ProxyHeader.Own();
        };
    }

    private static int addressBytes(int family) {
        return switch (family) {
            case 1 -> 12;
            case 2 -> 36;
            case 3 -> 216;
            default -> 0;
        };
    }

    private static ProxyHeader ends(byte[] header, int length) {
        int server = ADDRESSES + length;
        int ports = server + length;
        return new ProxyHeader.Tcp(
                ProxyLine.end(Arrays.copyOfRange(header, ADDRESSES, server), number(header, ports)),
                ProxyLine.end(Arrays.copyOfRange(header, server, ports), number(header, ports + 2)));
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static boolean fieldsHold(byte[] header, int from) {
        int at = from;
        while (at < header.length) {
            if (header.length - at < 3) {
                return false;
            }
            int value = at + 3;
            int length = number(header, at + 1);
            if (length > header.length - value) {
                return false;
            }
            if (header[at] == CHECKSUM && (length != 4 || !isChecksum(header, value))) {
                return false;
            }
            at = value + length;
        }
        return true;
    }

    /** The CRC32C of the header with these four bytes taken for 0. */
    private static boolean isChecksum(byte[] header, int at) {
        byte[] blank = header.clone();
        Arrays.fill(blank, at, at + 4, (byte) 0);
        CRC32C crc = new CRC32C();
        crc.update(blank);
        long told = (long) number(header, at) << 16 | number(header, at + 2);
        return crc.getValue() == told;
    }
}
