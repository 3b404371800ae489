package dev.postern.config.file;

import java.util.Optional;

/** What stands in a YAML text where the parser found something: quotes, and the marks of what we don't support. */
final class YamlMarks {
    static final String MERGE = "merge keys (`<<`) aren't supported; write the keys out";

    private final String text;

    YamlMarks(String text) {
        this.text = oneUnitEach(text);
    }

    /** The parser counts characters, Java half of them: a stand-in for each wide one makes both agree. */
    private static String oneUnitEach(String text) {
        if (text.codePoints().allMatch(Character::isBmpCodePoint)) {
            return text;
        }
        StringBuilder units = new StringBuilder(text.length());
        text.codePoints().forEach(point -> units.append(Character.isBmpCodePoint(point) ? (char) point : '\ufffd'));
        return units.toString();
    }

    boolean isQuoted(long offset) {
        return "\"'|>".indexOf(at(offset)) >= 0;
    }

    Optional<String> refusal(long offset) {
        return switch (at(offset)) {
            case '*' -> Optional.of(unsupported("*", "an alias"));
            case '&' -> Optional.of(unsupported("&", "an anchor"));
            case '!' -> Optional.of(unsupported("!", "a tag"));
            default -> Optional.empty();
        };
    }

    private static String unsupported(String mark, String meaning) {
        return "`" + mark + "` begins " + meaning + ", and those aren't supported; text that begins with `" + mark
                + "` needs quotes";
    }

    /** A NUL, which YAML doesn't allow anywhere, stands for the end. */
    char at(long offset) {
        return offset >= 0 && offset < text.length() ? text.charAt((int) offset) : '\0';
    }

    /** Line and column of a character. */
    UnreadableException at(long offset, String message) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            boolean ends = text.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return new UnreadableException(line, column, message);
    }
}
