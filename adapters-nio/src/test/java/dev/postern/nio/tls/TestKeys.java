package dev.postern.nio.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates for tests, made by the JDK's keytool when they are first asked for, and all signed by one authority. */
public final class TestKeys {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Path FOLDER = folder();
    private static final Map<String, KeyStore> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("postern-keys");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key with a certificate for a name, and for 127.0.0.1. */
    public static X509ExtendedKeyManager of(String name) {
        return manager(store(name, List.of("-keyalg", "EC", "-groupname", "secp256r1"), List.of()));
    }

    /** Another key and certificate of the same kind. */
    public static X509ExtendedKeyManager renewed(String name) {
        return manager(store("renewed-" + name, List.of("-keyalg", "EC", "-groupname", "secp256r1"), List.of()));
    }

    public static X509ExtendedKeyManager rsa(String name) {
        return manager(store("rsa-" + name, List.of("-keyalg", "RSA", "-keysize", "2048"), List.of()));
    }

    public static X509ExtendedKeyManager expired(String name) {
        return manager(store(
                "expired-" + name,
                List.of("-keyalg", "EC", "-groupname", "secp256r1"),
                List.of("-startdate", "-10d", "-validity", "5")));
    }

    /** Signed by nobody that {@link #authority} knows. */
    public static X509ExtendedKeyManager stranger(String name) {
        return manager(MADE.computeIfAbsent("stranger " + name, _ -> {
            Path file = FOLDER.resolve("stranger-" + name + ".p12");
            keytool(file, "leaf", name, List.of("-keyalg", "EC", "-groupname", "secp256r1"), List.of(), false);
            return load(file);
        }));
    }

    /** Takes what {@link #of} has made. */
    public static X509TrustManager authority() {
        try {
            KeyStore only = KeyStore.getInstance("PKCS12");
            only.load(null, null);
            only.setCertificateEntry(
                    "ca",
                    store("localhost", List.of("-keyalg", "EC"), List.of()).getCertificate("ca"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(only);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** For the other end of a test, by the JDK's engine. */
    public static SSLContext peer(@Nullable X509ExtendedKeyManager keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys == null ? null : new KeyManager[] {keys}, new TrustManager[] {authority()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore store(String name, List<String> key, List<String> more) {
        return MADE.computeIfAbsent(name, _ -> {
            Path authority = authorityFile();
            Path file = FOLDER.resolve(name + ".p12");
            try {
                Files.copy(authority, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            keytool(file, "leaf", name.substring(name.lastIndexOf('-') + 1), key, more, true);
            return load(file);
        });
    }

    private static synchronized Path authorityFile() {
        Path file = FOLDER.resolve("ca.p12");
        if (!Files.exists(file)) {
            keytool(file, "ca", "Authority", List.of("-keyalg", "EC"), List.of("-ext", "bc:c"), false);
        }
        return file;
    }

    private static void keytool(
            Path file, String alias, String name, List<String> key, List<String> more, boolean isSigned) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-dname",
                "CN=" + name));
        command.addAll(key);
        command.addAll(more);
        if (isSigned) {
            command.addAll(List.of("-signer", "ca"));
        }
        if (!alias.equals("ca")) {
            command.addAll(List.of("-ext", "san=dns:" + name + ",ip:127.0.0.1"));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore load(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            Files.delete(file);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static X509ExtendedKeyManager manager(KeyStore store) {
        try {
            KeyStore leaf = KeyStore.getInstance("PKCS12");
            leaf.load(null, null);
            leaf.setKeyEntry("leaf", store.getKey("leaf", PASSWORD), PASSWORD, store.getCertificateChain("leaf"));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(leaf, PASSWORD);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
