package dev.postern.config.etcd;

import dev.postern.ports.discovery.ServiceRef;
import dev.postern.ports.store.StoreOptions;
import java.util.List;
import java.util.Map;

/**
 * A service as {@code discover.etcd} names it.
 *
 * @param prefix with its slash at the end, so that a sibling whose name begins alike is not meant
 */
record EtcdService(String prefix, EtcdConnection connection) {
    /** The service, and what is wrong with it. */
    record Reading(EtcdService service, List<String> problems) {}

    static Reading read(ServiceRef ref, Map<String, String> environment) {
        StoreOptions options = StoreOptions.of(ref);
        String prefix = options.required("prefix");
        EtcdService service = new EtcdService(
                prefix.endsWith("/") ? prefix : prefix + "/",
                EtcdConnection.read(options, options.list("address"), environment));
        return new Reading(service, options.problems());
    }
}
