package dev.postern.domain.rewrite;

/** The grammar of header names. */
public final class FieldName {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private FieldName() {}

    /** RFC 9110 §5.6.2. */
    public static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(FieldName::isTokenByte);
    }

    static boolean isTokenByte(int b) {
        return (b >= '0' && b <= '9')
                || (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b > 0 && MARKS.indexOf(b) >= 0);
    }
}
