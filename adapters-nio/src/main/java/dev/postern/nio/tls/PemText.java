package dev.postern.nio.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The blocks of a PEM text (RFC 7468), with the headers of the older form; what stands between them is left out. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z-]+:.*");

    /**
     * @param label such as {@code CERTIFICATE}
     * @param isEncrypted by headers inside, as OpenSSL once did
     */
    record Block(String label, ByteBuffer value, boolean isEncrypted) {
        byte[] der() {
            byte[] der = new byte[value.remaining()];
            value.get(value.position(), der);
            return der;
        }
    }

    private final List<Block> blocks = new ArrayList<>();

    private PemText() {}

    /**
     * @param what it is, for messages
     * @param key of the element that is to blame
     */
    static List<Block> read(ByteBuffer bytes, String what, String key) throws BadCredentialException {
        if (bytes.hasRemaining() && bytes.get(bytes.position()) == 0x30) {
            throw new BadCredentialException(
                    key,
                    what + " is DER, expected PEM, a text with " + BEGIN + "lines; openssl x509 and openssl pkey"
                            + " convert it, and a PKCS#12 file is written as pkcs12");
        }
        String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        PemText pem = new PemText();
        pem.read(text, what, key);
        return List.copyOf(pem.blocks);
    }

    private void read(String text, String what, String key) throws BadCredentialException {
        Optional<String> label = Optional.empty();
        StringBuilder body = new StringBuilder();
        boolean isEncrypted = false;
        int number = 0;
        for (String each : text.lines().toList()) {
            number++;
            String line = each.strip();
            if (label.isEmpty()) {
                label = marked(line, BEGIN);
                body.setLength(0);
                isEncrypted = false;
            } else if (line.startsWith(END)) {
                if (!marked(line, END).equals(label)) {
                    throw new BadCredentialException(
                            key, what + ", line " + number + ": expected " + END + label.get() + DASHES);
                }
                blocks.add(new Block(label.get(), ByteBuffer.wrap(decoded(body, what, number, key)), isEncrypted));
                label = Optional.empty();
            } else if (HEADER.matcher(line).matches()) {
                isEncrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            } else {
                body.append(line);
            }
        }
        if (label.isPresent()) {
            throw new BadCredentialException(key, what + " ends before " + END + label.get() + DASHES);
        }
    }

    private static Optional<String> marked(String line, String mark) {
        boolean isMark = line.startsWith(mark) && line.endsWith(DASHES) && line.length() > mark.length() + 5;
        return isMark ? Optional.of(line.substring(mark.length(), line.length() - 5)) : Optional.empty();
    }

    private static byte[] decoded(CharSequence body, String what, int line, String key) throws BadCredentialException {
        try {
            return Base64.getDecoder().decode(body.toString());
        } catch (IllegalArgumentException broken) {
            throw new BadCredentialException(key, what + ": the block that ends in line " + line + " is not base64");
        }
    }

    /** What there is, for a message that misses something else. */
    static String found(List<Block> blocks) {
        return blocks.isEmpty()
                ? "found nothing in PEM"
                : "found " + blocks.stream().map(Block::label).distinct().collect(Collectors.joining(", "));
    }
}
