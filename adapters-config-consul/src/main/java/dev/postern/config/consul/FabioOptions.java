package dev.postern.config.consul;

import dev.postern.config.consul.ConsulConnection.Consistency;
import dev.postern.ports.store.Secret;
import dev.postern.ports.store.StoreOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How Fabio's tags are read.
 *
 * @param prefix what they begin with
 * @param ports that tags may open
 * @param connection to the Consul where they are
 */
record FabioOptions(String prefix, Set<Integer> ports, ConsulConnection connection) {
    static FabioOptions read(StoreOptions options, String prefix, ConsulConnection connection) {
        Set<Integer> ports = new HashSet<>();
        for (String port : options.text("ports").stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .toList()) {
            if (port.matches("[0-9]{1,5}") && Integer.parseInt(port) > 0 && Integer.parseInt(port) < 65_536) {
                ports.add(Integer.parseInt(port));
            } else {
                options.problem("ports holds \"" + port + "\", expected ports with commas between them");
            }
        }
        return new FabioOptions(prefix, Set.copyOf(ports), connection);
    }

    /** The connection as {@code discover.consul} spells it. */
    Map<String, Object> reach() {
        Map<String, Object> reach = new LinkedHashMap<>();
        reach.put("address", connection.agents().stream().map(Object::toString).toList());
        if (connection.tls()) {
            reach.put("tls", "true");
        }
        connection.ca().ifPresent(ca -> reach.put("ca", ca.toString()));
        connection.token().ifPresent(token -> {
            switch (token) {
                case Secret.InFile(var path) -> reach.put("tokenFile", path.toString());
                case Secret.InEnvironment(String variable) -> reach.put("tokenEnv", variable);
            }
        });
        connection.datacenter().ifPresent(datacenter -> reach.put("datacenter", datacenter));
        connection.namespace().ifPresent(namespace -> reach.put("namespace", namespace));
        if (connection.consistency() != Consistency.DEFAULT) {
            reach.put("consistency", connection.consistency().name().toLowerCase(Locale.ROOT));
        }
        return reach;
    }
}
