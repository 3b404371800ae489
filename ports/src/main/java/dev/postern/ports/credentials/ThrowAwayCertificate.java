package dev.postern.ports.credentials;

/** Makes certificates for trying things out, which no one has reason to believe. */
@FunctionalInterface
public interface ThrowAwayCertificate {
    /** A certificate for localhost that is its own authority, and its key, both in PEM; valid for some days. */
    String make();
}
