package dev.postern.nio.transport;

import java.net.InetSocketAddress;

/** For whom a connection was made, as its PROXY header says. */
public sealed interface ProxyHeader {
    /** The peer speaks for itself, or does not know for whom: the connection's own addresses are the true ones. */
    record Own() implements ProxyHeader {}

    /** A client at a Unix-domain socket of the peer, which has no address that would mean anything here. */
    record Unix() implements ProxyHeader {}

    /** A client, and the address at the peer that it connected to. */
    record Tcp(InetSocketAddress client, InetSocketAddress server) implements ProxyHeader {}
}
