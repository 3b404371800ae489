package dev.postern.nio.tls;

import static dev.postern.domain.config.CertificateConfig.isText;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.nio.tls.Material.Found;
import dev.postern.nio.tls.PemText.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes an identity of what an element of the certificates section says. */
final class CertificateLoader {
    /** @param notes what was put right, a line each */
    record Loaded(Identity identity, List<String> notes) {}

    private final String name;
    private final CertificateConfig config;
    private final Material material;

    CertificateLoader(String name, CertificateConfig config, Material material) {
        this.name = name;
        this.config = config;
        this.material = material;
    }

    Loaded load() throws BadCredentialException {
        Optional<char[]> password = config.passwordFile().isPresent()
                ? Optional.of(password(config.passwordFile().get()))
                : Optional.empty();
        if (config.pkcs12().isPresent()) {
            return pkcs12(material.file("pkcs12", config.pkcs12().get()), password.orElse(new char[0]));
        }
        return pem(config.certificate().orElse(""), password);
    }

    /** Without the end of its line. */
    private char[] password(String file) throws BadCredentialException {
        CharBuffer text = StandardCharsets.UTF_8.decode(
                material.file("passwordFile", file).bytes());
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        char[] password = new char[end];
        text.get(password);
        return password;
    }

    private Loaded pem(String certificate, Optional<char[]> password) throws BadCredentialException {
        Found chain = material.textOrFile("certificate", certificate, isText(certificate));
        List<Block> blocks = PemText.read(chain.bytes(), chain.what(), "certificate");
        List<X509Certificate> certificates = certificates(blocks, chain.what(), "certificate");
        if (certificates.isEmpty()) {
            throw new BadCredentialException(
                    "certificate", chain.what() + " holds no certificate; " + PemText.found(blocks));
        }
        return loaded(
                certificates,
                key(chain, blocks, password),
                chain.what(),
                config.key().isPresent() ? "key" : "certificate");
    }

    private PrivateKey key(Found chain, List<Block> ofChain, Optional<char[]> password) throws BadCredentialException {
        if (config.key().isEmpty()) {
            return new PrivateKeys(chain.what(), "certificate", password).of(ofChain);
        }
        String value = config.key().get();
        Found found = material.textOrFile("key", value, isText(value));
        return new PrivateKeys(found.what(), "key", password).of(PemText.read(found.bytes(), found.what(), "key"));
    }

    static List<X509Certificate> certificates(List<Block> blocks, String what, String key)
            throws BadCredentialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(Chains.certificate(block.der(), what, key));
            }
        }
        return certificates;
    }

    private Loaded loaded(List<X509Certificate> certificates, PrivateKey key, String what, String keyOf)
            throws BadCredentialException {
        Chains.Chain chain = Chains.of(certificates, key, what, keyOf);
        Identity identity = Identity.of(name, key, chain.certificates());
        List<String> notes = new ArrayList<>();
        for (X509Certificate each : chain.left()) {
            notes.add(what + " holds the certificate of " + Identity.subjectOf(each)
                    + " too, which is not part of the chain and is left out");
        }
        if (!chain.certificates()
                .equals(certificates.subList(0, chain.certificates().size()))) {
            notes.add(what + " has the certificates in another order than they are sent in; they were put in order");
        }
        if (identity.names().isEmpty()) {
            notes.add("is for no name; no client will take it for the one that it asked for");
        }
        return new Loaded(identity, List.copyOf(notes));
    }

    private Loaded pkcs12(Found found, char[] password) throws BadCredentialException {
        byte[] bytes = bytes(found.bytes());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            List<String> keys = new ArrayList<>();
            List<X509Certificate> certificates = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                    for (Certificate each : store.getCertificateChain(alias)) {
                        certificates.add((X509Certificate) each);
                    }
                } else if (store.getCertificate(alias) instanceof X509Certificate each) {
                    certificates.add(each);
                }
            }
            if (keys.size() != 1 || certificates.isEmpty()) {
                throw new BadCredentialException(
                        "pkcs12", found.what() + " holds " + keys.size() + " private keys, expected one");
            }
            PrivateKey key = (PrivateKey) store.getKey(keys.getFirst(), password);
            return loaded(certificates.stream().distinct().toList(), key, found.what(), "pkcs12");
        } catch (IOException unfit) {
            throw unfit.getCause() instanceof UnrecoverableKeyException
                    ? new BadCredentialException(
                            config.passwordFile().isPresent() ? "passwordFile" : "pkcs12",
                            config.passwordFile().isPresent()
                                    ? "does not hold the password of " + found.what()
                                    : found.what() + " has a password; write passwordFile")
                    : new BadCredentialException("pkcs12", found.what() + " is not a PKCS#12 file");
        } catch (GeneralSecurityException unfit) {
            throw new BadCredentialException(
                    "pkcs12", found.what() + " holds what can't be read: its key, most likely");
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
