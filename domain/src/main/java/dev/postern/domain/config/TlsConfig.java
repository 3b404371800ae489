package dev.postern.domain.config;

/** TLS of the whole process. */
public record TlsConfig(
        @Default("auto")
        @Doc(
                "Who does the cryptography: jdk, conscrypt, or auto, which takes Conscrypt where its native library loads.")
        Engine engine) {

    public enum Engine {
        AUTO,
        JDK,
        CONSCRYPT
    }
}
