package dev.postern.ports.testtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs certificates, and is signed by itself or by another.
 *
 * @param folder where its files are, and those of what it signs
 */
public record TestAuthority(Path folder, String name) {
    private static final List<String> EC = List.of("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");

    /** @param file in PEM; the key in PKCS#8 */
    public record Issued(Path file, Path key) {
        public String certificateText() {
            return text(file);
        }

        public String keyText() {
            return text(key);
        }
    }

    public static TestAuthority create(Path folder, String name) {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30", "-newkey"));
        arguments.addAll(EC);
        arguments.addAll(List.of("-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem"));
        OpenSsl.run(folder, arguments.toArray(String[]::new));
        return new TestAuthority(folder, name);
    }

    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** One that it signs, and that may sign others. */
    public TestAuthority intermediate(String below) {
        issue(below, "ec", 30, "basicConstraints=critical,CA:TRUE");
        return new TestAuthority(folder, below);
    }

    /** With a key on P-256, for a month. */
    public Issued issue(String subject, String... hosts) {
        return issue(subject, "ec", 30, hosts);
    }

    /**
     * @param keyType ec, rsa or ed25519
     * @param days below 0 for one that has expired
     * @param hosts names and addresses, or whole extensions with a {@code =}
     */
    public Issued issue(String subject, String keyType, int days, String... hosts) {
        List<String> request = new ArrayList<>(List.of("req", "-nodes", "-newkey"));
        request.addAll(
                switch (keyType) {
                    case "ec" -> EC;
                    case "rsa" -> List.of("rsa:2048");
                    default -> List.of(keyType);
                });
        request.addAll(List.of("-subj", "/CN=" + subject, "-keyout", subject + ".key", "-out", subject + ".csr"));
        OpenSsl.run(folder, request.toArray(String[]::new));
        try {
            Files.writeString(folder.resolve(subject + ".ext"), extensions(hosts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OpenSsl.run(
                folder,
                "x509",
                "-req",
                "-in",
                subject + ".csr",
                "-CA",
                name + ".pem",
                "-CAkey",
                name + ".key",
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                subject + ".ext",
                "-out",
                subject + ".pem");
        return new Issued(folder.resolve(subject + ".pem"), folder.resolve(subject + ".key"));
    }

    private static String extensions(String... hosts) {
        String names = Arrays.stream(hosts)
                .filter(each -> !each.contains("="))
                .map(each -> (each.matches("[0-9.]+|.*:.*") ? "IP:" : "DNS:") + each)
                .collect(Collectors.joining(","));
        String others = Arrays.stream(hosts)
                .filter(each -> each.contains("="))
                .map(each -> each + "\n")
                .collect(Collectors.joining());
        return (names.isEmpty() ? "" : "subjectAltName=" + names + "\n") + others;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
