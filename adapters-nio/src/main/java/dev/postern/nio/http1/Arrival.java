package dev.postern.nio.http1;

import dev.postern.nio.tls.TlsSession;
import dev.postern.nio.transport.Opening;
import dev.postern.nio.transport.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client that may send requests from now on.
 *
 * @param from where it is: the other end, or what a PROXY header said in its place
 * @param tls what was agreed on; null without TLS
 */
public record Arrival(
        Opening<? extends Transport> connection,
        SocketAddress from,
        @Nullable TlsSession tls) {}
