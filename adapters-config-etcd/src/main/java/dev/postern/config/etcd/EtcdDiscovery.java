package dev.postern.config.etcd;

import dev.postern.config.etcd.EndpointValues.LeftOut;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.EndpointUpdate;
import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.Complaints;
import dev.postern.ports.store.EndpointWatches;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints from the keys below a prefix in etcd, which leave with their leases. Updates come on the watch's thread.
 * Any thread may call. Ends with {@link #close()}.
 */
public final class EtcdDiscovery implements EndpointDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdDiscovery.class);

    private final Map<String, String> environment;
    // why: a reference to the constructor would load gRPC here and now, a lambda when something is watched
    private final EndpointWatches<EtcdConnection, EtcdMembers> watches =
            new EndpointWatches<>(connection -> new EtcdMembers(connection));

    /**
     * @param environment names the members, by {@code ETCD_ENDPOINTS}, where a service names none
     */
    public EtcdDiscovery(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<String> check(ServiceRef service) {
        return EtcdService.read(service, environment).problems();
    }

    @Override
    public Watch watch(ServiceRef ref, Consumer<EndpointUpdate> listener) {
        EtcdService.Reading reading = EtcdService.read(ref, environment);
        if (!reading.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reading.problems()));
        }
        EtcdService service = reading.service();
        Complaints malformed = new Complaints(line -> LOG.warn("{} upstream={}", line, ref.upstream()));
        return watches.open(
                service.connection(),
                members -> new PrefixWatch(members, service.prefix()).map(values -> {
                    EndpointValues read = EndpointValues.read(values);
                    malformed.stand(read.leftOut().stream().map(LeftOut::logged).toList());
                    return new EndpointUpdate.Endpoints(
                            read.endpoints(),
                            read.leftOut().stream().map(LeftOut::told).toList());
                }),
                listener);
    }

    @Override
    public void close() {
        watches.close();
    }
}
