package dev.postern.nio.blocking;

import dev.postern.domain.config.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where endpoints are. Names are looked up on virtual threads, again and again; loops only read what was found. A look-up
 * that fails keeps the last answer. Any thread may ask; the control thread says what is wanted.
 */
public final class AddressBook implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AddressBook.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NameLookup system = new SystemNames();
    private final Map<String, InetAddress> found = new ConcurrentHashMap<>();
    private volatile Set<String> names = Set.of();
    private @Nullable Thread refresher;

    /** Looks up the names among these that are new, and forgets all others. Waits for them, but not for long. */
    public void want(Collection<Address> addresses) {
        Set<String> wanted = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        for (Address address : addresses) {
            if (!address.isUnix() && literal(address.host()) == null) {
                wanted.add(address.host());
                if (!found.containsKey(address.host())) {
                    unknown.add(address.host());
                }
            }
        }
        names = wanted;
        found.keySet().retainAll(wanted);
        lookUp(unknown);
        if (!wanted.isEmpty() && refresher == null) {
            refresher = Thread.ofVirtual().name("name-lookup").start(this::refresh);
        }
    }

    /** The socket address to connect to; null while its name is unknown. */
    public @Nullable SocketAddress find(Address address) {
        if (address.isUnix()) {
            return UnixDomainSocketAddress.of(address.host());
        }
        InetAddress host = literal(address.host());
        if (host == null) {
            host = found.get(address.host());
        }
        return host == null ? null : new InetSocketAddress(host, address.port());
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void lookUp(Set<String> hosts) {
        CountDownLatch left = new CountDownLatch(hosts.size());
        for (String host : hosts) {
            Thread.ofVirtual().name("name-lookup").start(() -> {
                lookUp(host);
                left.countDown();
            });
        }
        try {
            if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("event=name-lookup-slow left={}", left.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookUp(String host) {
        try {
            InetAddress address = system.addresses(host).getFirst();
            if (names.contains(host)) {
                found.put(host, address);
            }
        } catch (UnknownHostException e) {
            log.warn("event=name-lookup-failed host={} known={}", host, found.containsKey(host));
        }
    }

    private void refresh() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                for (String host : names) {
                    lookUp(host);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (refresher != null) {
            refresher.interrupt();
        }
    }
}
