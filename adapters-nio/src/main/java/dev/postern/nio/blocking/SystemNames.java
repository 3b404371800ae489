package dev.postern.nio.blocking;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/** Looks names up as the machine does: hosts file, DNS, whatever it is set up for; A and AAAA. */
public final class SystemNames implements NameLookup {
    static {
        // why: whoever looks again means it; Java remembers answers for 30 s and failures for 10 s unless it is told
        // otherwise.
        forgetSoon("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    private static void forgetSoon(String property, String seconds) {
        if (Security.getProperty(property) == null) {
            Security.setProperty(property, seconds);
        }
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
