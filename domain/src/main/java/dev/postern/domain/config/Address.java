package dev.postern.domain.config;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.IpText;

/**
 * Where to listen or to connect: {@code host:port}, {@code :port}, {@code [::1]:port} or {@code unix:/path}.
 *
 * @param host empty for all interfaces; without brackets for IPv6; the path of a Unix-domain socket
 * @param port -1 for a Unix-domain socket
 */
public record Address(String host, int port) {
    public static Address unix(String path) {
        return new Address(path, -1);
    }

    public boolean isUnix() {
        return port < 0;
    }

    /** Whether somebody has to be asked what its name stands for. */
    public boolean isNamed() {
        if (isUnix() || host.isEmpty() || host.indexOf(':') >= 0) {
            return false;
        }
        byte[] text = Ascii.bytes(host);
        return IpText.parse(text, 0, text.length, new byte[16]) < 0;
    }

    @Override
    public String toString() {
        if (isUnix()) {
            return "unix:" + host;
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
