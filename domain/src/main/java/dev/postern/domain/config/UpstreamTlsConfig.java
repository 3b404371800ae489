package dev.postern.domain.config;

import java.util.Optional;

/** TLS to the endpoints of an upstream. */
public record UpstreamTlsConfig(
        @Doc("Name asked for and verified; the endpoint's host when not written.")
        Optional<String> serverName,

        @Doc("A PEM file with the authorities to trust, or the PEM text itself; the system's when not written.")
        Optional<String> ca,

        @Default("full") @Doc("full, or none with a loud warning.")
        Verify verify,

        @Doc("The certificate shown to the endpoint, by name.")
        Optional<String> certificate) {

    public enum Verify {
        FULL,
        NONE
    }
}
