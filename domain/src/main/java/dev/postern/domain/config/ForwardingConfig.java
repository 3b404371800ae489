package dev.postern.domain.config;

import java.util.List;

/** What is told to upstreams about the client, and whom to believe. */
public record ForwardingConfig(
        @Doc("Only these may hand us X-Forwarded-*, Forwarded and a PROXY header.")
        List<Network> trustedProxies,

        @Default("true") @Doc("Write X-Forwarded-For, -Proto, -Host, -Port and -Prefix.")
        boolean xForwarded,

        @Default("false") @Doc("Write Forwarded (RFC 7239).")
        boolean forwarded,

        @Default("X-Request-Id") @Doc("Header of the request id; kept from trusted peers, made otherwise.")
        String requestId,

        @Default("drop") @Doc("What happens to header names with _ or . that applications may confuse.")
        UnderscoreHeaders underscoreHeaders,

        @Default("off")
        @Doc(
                "Tell upstreams the certificate that a client has shown, in Client-Cert, and with chain its issuers in Client-Cert-Chain (RFC 9440). A stranger's are dropped in any case.")
        ClientCert clientCert) {

    public enum ClientCert {
        OFF,
        CERTIFICATE,
        CHAIN
    }

    public enum UnderscoreHeaders {
        DROP,
        REJECT,
        ALLOW
    }
}
