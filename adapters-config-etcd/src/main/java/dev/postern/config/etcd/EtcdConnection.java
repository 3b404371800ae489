package dev.postern.config.etcd;

import dev.postern.ports.store.Secret;
import dev.postern.ports.store.StoreAddress;
import dev.postern.ports.store.StoreOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach one etcd cluster, as the operator wrote it.
 *
 * @param members tried in turn
 * @param key of the client's own certificate
 */
record EtcdConnection(
        List<StoreAddress> members,
        boolean tls,
        Optional<Path> ca,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> user,
        Optional<Secret> password) {
    private static final int DEFAULT_PORT = 2379;
    private static final String DEFAULT_MEMBERS = "127.0.0.1:2379";

    /** Reads the options that every use of etcd has; what is wrong with them is in their problems. */
    static EtcdConnection read(StoreOptions options, List<String> hosts, Map<String, String> environment) {
        List<String> members = hosts;
        boolean tls = options.flag("tls");
        if (members.isEmpty()) {
            String named = environment.getOrDefault("ETCD_ENDPOINTS", DEFAULT_MEMBERS);
            tls |= named.startsWith("https://");
            members = Arrays.stream(named.split(",", -1))
                    .map(member -> member.strip().replaceFirst("^https?://", ""))
                    .toList();
        }
        Optional<Path> certificate = options.path("cert");
        Optional<Path> key = options.path("key");
        if (certificate.isPresent() != key.isPresent()) {
            options.problem("cert and key belong together, and only one of them is given");
        }
        Optional<String> user = options.text("user");
        Optional<Secret> password = options.secret("password");
        if (user.isPresent() != password.isPresent()) {
            options.problem("user and " + options.spelled("password-file") + " or " + options.spelled("password-env")
                    + " belong together, and only one of them is given");
        }
        return new EtcdConnection(
                options.addresses(members, DEFAULT_PORT), tls, options.path("ca"), certificate, key, user, password);
    }
}
