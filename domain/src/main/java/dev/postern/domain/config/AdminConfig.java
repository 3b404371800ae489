package dev.postern.domain.config;

import java.util.List;
import java.util.Optional;

/** The admin API. There is none unless this section is written. */
public record AdminConfig(
        @Default("127.0.0.1:9901") @Doc("Where the admin API listens: host:port.")
        Address address,

        @Doc(
                "What Authorization: Bearer must hold, 16 characters or more; best from a file: ${file:/run/secrets/admin}.")
        Optional<String> token,

        @Doc("Host names by which it may be asked for, besides localhost, addresses and its own.")
        List<String> hosts) {

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminConfig[address=" + address + ", hosts=" + hosts + "]";
    }
}
