package dev.postern.nio.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** As much of DER as keys and certificates take to be wrapped or written: tag, length, value. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;

    private Der() {}

    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] number = BigInteger.valueOf(length).toByteArray();
            int skip = number[0] == 0 ? 1 : 0;
            out.write(0x80 | (number.length - skip));
            out.write(number, skip, number.length - skip);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] integer(long number) {
        return value(INTEGER, BigInteger.valueOf(number).toByteArray());
    }

    /** Of dots and numbers. */
    static byte[] objectId(String text) {
        String[] arcs = text.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            arc(Integer.parseInt(arcs[i]), out);
        }
        return value(OBJECT_ID, out.toByteArray());
    }

    private static void arc(int number, ByteArrayOutputStream out) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (number >>> shift != 0) {
                out.write(0x80 | ((number >>> shift) & 0x7f));
            }
        }
        out.write(number & 0x7f);
    }

    /** The content of the first value in here with this tag, found without looking into values; empty where there is none. */
    static byte[] find(byte[] der, int tag) {
        int at = 0;
        while (at + 1 < der.length) {
            int found = der[at] & 0xff;
            int first = der[at + 1] & 0xff;
            int begin = at + 2;
            long length = first;
            if (first >= 0x80) {
                length = 0;
                for (int i = 0; i < (first & 0x7f) && begin < der.length; i++) {
                    length = Math.min((length << 8) | (der[begin++] & 0xff), Integer.MAX_VALUE);
                }
            }
            long end = begin + length;
            if (end > der.length) {
                return new byte[0];
            }
            if (found == tag) {
                return Arrays.copyOfRange(der, begin, (int) end);
            }
            at = (int) end;
        }
        return new byte[0];
    }
}
