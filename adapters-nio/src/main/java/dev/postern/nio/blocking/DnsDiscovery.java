package dev.postern.nio.blocking;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.Announcer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Endpoints from the addresses of a name, looked up again and again, each watch on a virtual thread of its own. A look-up
 * that fails, or finds nothing, changes nothing. Any thread may call. Ends with {@link #close()}.
 */
public final class DnsDiscovery implements EndpointDiscovery {
    private final NameLookup names;
    private final Set<Following> watches = ConcurrentHashMap.newKeySet();

    public DnsDiscovery(NameLookup names) {
        this.names = names;
    }

    @Override
    public List<String> check(ServiceRef service) {
        return DnsService.read(service).problems();
    }

    @Override
    public Watch watch(ServiceRef ref, Consumer<EndpointUpdate> listener) {
        DnsService.Reading reading = DnsService.read(ref);
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reading.problems()));
        }
        Following following = new Following(reading.service(), new Announcer<>(listener));
        watches.add(following);
        following.thread.start();
        return following;
    }

    @Override
    public void close() {
        watches.forEach(Following::close);
    }

    private final class Following implements Watch {
        private final DnsService service;
        private final Announcer<EndpointUpdate> announcer;
        private final Thread thread = Thread.ofVirtual().name("dns-watch").unstarted(this::run);

        Following(DnsService service, Announcer<EndpointUpdate> announcer) {
            this.service = service;
            this.announcer = announcer;
        }

        private void run() {
            try {
                while (true) {
                    announcer.tell(lookUp());
                    TimeUnit.NANOSECONDS.sleep(service.every().toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private EndpointUpdate lookUp() {
            try {
                List<InetAddress> found = names.addresses(service.name());
                return found.isEmpty()
                        ? new EndpointUpdate.Unavailable("the name " + service.name() + " has no address")
                        : new EndpointUpdate.Endpoints(endpoints(found));
            } catch (UnknownHostException e) {
                return new EndpointUpdate.Unavailable("the name " + service.name() + " can't be looked up");
            }
        }

        /**
         * Of the family that the system puts in front: one host often has an address of each, and would count twice, or not
         * listen at both. Sorted, because servers turn the order of answers, which would look like a change.
         */
        private List<EndpointConfig> endpoints(List<InetAddress> found) {
            Class<?> family = found.getFirst().getClass();
            return found.stream()
                    .filter(family::isInstance)
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .sorted()
                    .map(host -> new EndpointConfig(new Address(host, service.port()), 1, false, Optional.empty()))
                    .toList();
        }

        @Override
        public void close() {
            announcer.close();
            thread.interrupt();
            watches.remove(this);
        }
    }
}
