package dev.postern.config.file;

/** Escapes can name one half of a character; such text has no bytes. */
final class Surrogates {
    static final String REFUSAL = "an escape names half a character; write both halves, or the character itself";

    private Surrogates() {}

    static boolean hasHalf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean more = i + 1 < text.length();
            if (more && Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                return true;
            }
        }
        return false;
    }
}
