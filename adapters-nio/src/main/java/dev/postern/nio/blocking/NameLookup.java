package dev.postern.nio.blocking;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host by its name. Waits for the answer. */
@FunctionalInterface
public interface NameLookup {
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
