package dev.postern.domain.compile;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.Section;
import java.util.Optional;

/** Checks that the admin API is not open to strangers, and is where it can be. */
final class AdminRules {
    private static final int SHORTEST_TOKEN = 16;

    private final ProxyConfig config;
    private final ProblemLog problems;

    AdminRules(ProxyConfig config, ProblemLog problems) {
        this.config = config;
        this.problems = problems;
    }

    void check() {
        config.admin().ifPresent(admin -> {
            address(admin);
            admin.token().ifPresent(this::token);
            for (int i = 0; i < admin.hosts().size(); i++) {
                host("hosts[" + i + "]", admin.hosts().get(i));
            }
        });
    }

    private void address(AdminConfig admin) {
        Address address = admin.address();
        if (address.isUnix()) {
            error("address", "found " + address + ", expected host:port: the admin API has no Unix-domain sockets");
        } else if (!isLoopback(address.host()) && admin.token().isEmpty()) {
            error(
                    "address",
                    address + " can be reached from other machines, which asks for a token; write one, like token: "
                            + "${file:/run/secrets/admin}, or an address of this machine alone, like 127.0.0.1:"
                            + address.port());
        }
        config.listeners().forEach((name, listener) -> {
            if (address.port() != 0 && listener.address().equals(address)) {
                error("address", address + " is the address of listener " + name + " as well");
            }
        });
    }

    // why: other names of this machine are not known here, where nothing is looked up.
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.[0-9.]+");
    }

    /** Says nothing of what it is. */
    private void token(String token) {
        Optional<String> fault = Optional.empty();
        if (token.length() < SHORTEST_TOKEN) {
            fault = Optional.of("found " + token.length() + " characters, expected " + SHORTEST_TOKEN + " or more");
        } else if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            fault = Optional.of("found a space or a character that is not ASCII, which a header field can't carry");
        }
        fault.ifPresent(message -> error("token", message));
    }

    private void host(String key, String host) {
        if (!host.matches("[A-Za-z0-9._-]{1,253}")) {
            error(key, "found '" + host + "', expected a host name, without a port");
        }
    }

    private void error(String key, String message) {
        ElementId id = new ElementId(Section.ADMIN, "");
        problems.error(id, id.path() + "." + key, message);
    }
}
