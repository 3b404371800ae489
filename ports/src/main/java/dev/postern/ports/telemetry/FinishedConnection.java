package dev.postern.ports.telemetry;

import dev.postern.domain.bytes.Slice;

/**
 * A connection that was no HTTP: one of a tcp listener, one whose TLS was passed on, or one that was refused before it
 * could be anything.
 *
 * @param client empty for a Unix-domain peer
 * @param route empty where none claimed it
 * @param upstream empty where it was not led anywhere
 * @param endpoint the last one that was tried; empty where none was
 * @param attempts endpoints that were asked
 * @param serverName that the client's TLS asked for, where it passed through; see {@code tls} where it ended here
 * @param bytesIn of the client
 * @param connectNanos from the last endpoint's being asked until there was a connection to it
 * @param totalNanos from its coming to its end
 * @param cause why it failed, as {@code upstream/reset}; empty where both sides had said all they had to
 */
public record FinishedConnection(
        String listener,
        Slice client,
        String route,
        String upstream,
        String endpoint,
        int attempts,
        String serverName,
        TlsFacts tls,
        long bytesIn,
        long bytesOut,
        long connectNanos,
        long totalNanos,
        String cause) {
    /** One that nothing was read of, or nothing that could be understood. */
    public static FinishedConnection refused(String listener, Slice client, long totalNanos, String cause) {
        return new FinishedConnection(listener, client, "", "", "", 0, "", TlsFacts.NONE, 0, 0, 0, totalNanos, cause);
    }
}
