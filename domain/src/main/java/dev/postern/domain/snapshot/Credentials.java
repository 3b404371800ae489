package dev.postern.domain.snapshot;

/**
 * Keys, certificates and authorities, read from where the configuration says. What they are only the transport knows; they
 * are part of the snapshot because two roots would race. Immutable: when certificates are read again, there is a new one.
 */
public interface Credentials {
    Credentials NONE = new Credentials() {
        @Override
        public String toString() {
            return "none";
        }
    };
}
