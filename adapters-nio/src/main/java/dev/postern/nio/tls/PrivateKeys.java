package dev.postern.nio.tls;

import dev.postern.nio.tls.PemText.Block;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys of PEM blocks: PKCS#8, also encrypted, PKCS#1 and SEC1. */
final class PrivateKeys {
    private static final byte[] RSA =
            Der.value(Der.SEQUENCE, Der.objectId("1.2.840.113549.1.1.1"), Der.value(Der.NULL));
    private static final byte[] EC = Der.objectId("1.2.840.10045.2.1");
    /** By the object identifier in PKCS#8. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            hex(Der.objectId("1.2.840.113549.1.1.1")), "RSA",
            hex(Der.objectId("1.2.840.113549.1.1.10")), "RSASSA-PSS",
            hex(EC), "EC",
            hex(Der.objectId("1.3.101.112")), "EdDSA",
            hex(Der.objectId("1.3.101.113")), "EdDSA");

    private final String what;
    private final String key;
    private final Optional<char[]> password;

    /**
     * @param what holds the key, for messages
     * @param key of the element that is to blame
     */
    PrivateKeys(String what, String key, Optional<char[]> password) {
        this.what = what;
        this.key = key;
        this.password = password;
    }

    static boolean isKey(Block block) {
        return block.label().endsWith("PRIVATE KEY");
    }

    /** The one key among the blocks. */
    PrivateKey of(List<Block> blocks) throws BadCredentialException {
        List<Block> keys = blocks.stream().filter(PrivateKeys::isKey).toList();
        if (keys.isEmpty()) {
            throw bad(" holds no private key; " + PemText.found(blocks));
        }
        if (keys.size() > 1) {
            throw bad(" holds " + keys.size() + " private keys, expected one");
        }
        return of(keys.getFirst());
    }

    private PrivateKey of(Block block) throws BadCredentialException {
        if (block.isEncrypted()) {
            throw bad(" is encrypted in the old form of OpenSSL; openssl pkcs8 -topk8 converts it");
        }
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> plain(block.der());
                case "RSA PRIVATE KEY" -> plain(wrapped(RSA, block.der()));
                case "EC PRIVATE KEY" -> plain(wrapped(ofCurve(block.der()), block.der()));
                case "ENCRYPTED PRIVATE KEY" -> decrypted(block.der());
                default -> throw bad(" holds " + block.label() + ", expected a key in PKCS#8, PKCS#1 or SEC1");
            };
        } catch (GeneralSecurityException unfit) {
            throw bad(" holds a private key that can't be read");
        }
    }

    private PrivateKey plain(byte[] pkcs8) throws GeneralSecurityException, BadCredentialException {
        byte[] algorithm = Der.find(Der.find(pkcs8, Der.SEQUENCE), Der.SEQUENCE);
        String id = hex(Der.value(Der.OBJECT_ID, Der.find(algorithm, Der.OBJECT_ID)));
        String name = ALGORITHMS.get(id);
        if (name == null) {
            throw bad(" holds a key of a kind that TLS has no use for; expected RSA, ECDSA or Ed25519");
        }
        return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] wrapped(byte[] algorithm, byte[] inner) {
        return Der.value(Der.SEQUENCE, Der.integer(0), algorithm, Der.value(Der.OCTET_STRING, inner));
    }

    /** RFC 5915: the curve stands in the key, in a field of its own. */
    private byte[] ofCurve(byte[] sec1) throws BadCredentialException {
        byte[] curve = Der.find(Der.find(sec1, Der.SEQUENCE), 0xa0);
        if (curve.length == 0) {
            throw bad(" holds a key that does not tell its curve; openssl pkcs8 -topk8 converts it");
        }
        return Der.value(Der.SEQUENCE, EC, curve);
    }

    private PrivateKey decrypted(byte[] der) throws BadCredentialException, GeneralSecurityException {
        if (password.isEmpty()) {
            throw bad(" is encrypted; write passwordFile");
        }
        PBEKeySpec spec = new PBEKeySpec(password.get());
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            AlgorithmParameters parameters = encrypted.getAlgParameters();
            // why the text of the parameters: the name of PBES2 does not tell which ciphers it is made of.
            String scheme = parameters == null ? encrypted.getAlgName() : parameters.toString();
            SecretKey secret = SecretKeyFactory.getInstance(scheme).generateSecret(spec);
            return plain(encrypted.getKeySpec(secret, "SunJCE").getEncoded());
        } catch (NoSuchAlgorithmException | IOException unknown) {
            throw bad(" is encrypted in a way that is not known here; openssl pkcs8 -topk8 -v2 aes-256-cbc is");
        } catch (InvalidKeyException wrong) {
            throw new BadCredentialException("passwordFile", "does not hold the password of " + what);
        } finally {
            spec.clearPassword();
        }
    }

    private BadCredentialException bad(String message) {
        return new BadCredentialException(key, what + message);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
