package dev.postern.domain.config;

/** The top-level keys of the configuration language, and the record that an element of each becomes. */
public enum Section {
    LISTENERS("listeners", ListenerConfig.class, true),
    ROUTES("routes", RouteConfig.class, true),
    UPSTREAMS("upstreams", UpstreamConfig.class, true),
    CERTIFICATES("certificates", CertificateConfig.class, true),
    FORWARDING("forwarding", ForwardingConfig.class, false),
    TLS("tls", TlsConfig.class, false),
    ADMIN("admin", AdminConfig.class, false),
    LOG("log", LogConfig.class, false),
    TRACING("tracing", TracingConfig.class, false),
    SHUTDOWN("shutdown", ShutdownConfig.class, false),
    ROUTING("routing", RoutingConfig.class, false),
    CHANGES("changes", ChangesConfig.class, false),
    OVERLOAD("overload", OverloadConfig.class, false);

    private final String key;
    private final Class<? extends Record> type;
    private final boolean named;

    Section(String key, Class<? extends Record> type, boolean named) {
        this.key = key;
        this.type = type;
        this.named = named;
    }

    public String key() {
        return key;
    }

    public Class<? extends Record> type() {
        return type;
    }

    /** Whether the section means something when nobody writes it. */
    public boolean hasDefault() {
        return !named && this != ADMIN && this != TRACING;
    }

    /** True for maps from a name to an element; false for sections that exist once. */
    public boolean isNamed() {
        return named;
    }
}
