package dev.postern.nio.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** First messages of TLS clients: real ones, and those that no library would write. */
public final class Hello {
    private Hello() {}

    /** What the JDK's TLS sends first; an empty name is none. */
    public static byte[] of(String serverName, String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            SSLEngine engine = context.createSSLEngine("peer.invalid", 1);
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(protocols);
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            parameters.setServerNames(serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] bytes = new byte[out.flip().remaining()];
            out.get(bytes);
            return bytes;
        } catch (GeneralSecurityException | SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** A message with these extensions, in one record. */
    static byte[] with(byte[]... extensions) {
        int length = 0;
        for (byte[] each : extensions) {
            length += each.length;
        }
        ByteBuffer body = ByteBuffer.allocate(34 + 1 + 4 + 2 + 2 + length);
        body.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
        body.putShort((short) 2).putShort((short) 0x1301).put((byte) 1).put((byte) 0);
        body.putShort((short) length);
        for (byte[] each : extensions) {
            body.put(each);
        }
        return record(message(body.array()));
    }

    static byte[] message(byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .putInt(1 << 24 | body.length)
                .put(body)
                .array();
    }

    /** In one record; it may be longer than one may be. */
    static byte[] record(byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) payload.length)
                .put(payload)
                .array();
    }

    static byte[] extension(int type, byte[] value) {
        return ByteBuffer.allocate(4 + value.length)
                .putShort((short) type)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    static byte[] serverName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return extension(
                0,
                ByteBuffer.allocate(5 + bytes.length)
                        .putShort((short) (bytes.length + 3))
                        .put((byte) 0)
                        .putShort((short) bytes.length)
                        .put(bytes)
                        .array());
    }

    /** The payload of one record in records of so many bytes each. */
    static byte[] inRecordsOf(int size, byte[] hello) {
        int payload = hello.length - 5;
        int records = (payload + size - 1) / size;
        ByteBuffer out = ByteBuffer.allocate(payload + 5 * records);
        for (int at = 0; at < payload; at += size) {
            int length = Math.min(size, payload - at);
            out.put((byte) 22).putShort((short) 0x0301).putShort((short) length).put(hello, 5 + at, length);
        }
        return out.array();
    }
}
