package dev.postern.ports.telemetry;

/**
 * What a client's handshake has agreed on. Immutable, and the same for all requests of a connection.
 *
 * @param version as {@code TLSv1.3}; empty without TLS
 * @param serverName that the client asked for; empty where it asked for none
 */
public record TlsFacts(String version, String cipher, String serverName) {
    public static final TlsFacts NONE = new TlsFacts("", "", "");

    public boolean isPresent() {
        return !version.isEmpty();
    }
}
