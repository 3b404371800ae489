package dev.postern.app.cli;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What somebody pressed. */
enum Key {
    QUIT,
    SORT,
    UNWELL,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    OTHER;

    /** A letter, or an escape sequence. */
    private static final Pattern ONE = Pattern.compile("\u001b[\\[O][0-9;]*[A-Za-z~]|.", Pattern.DOTALL);

    /** @param pressed as a terminal sends it, which may be several at once */
    static List<Key> of(String pressed) {
        return ONE.matcher(pressed)
                .results()
                .map(MatchResult::group)
                .map(Key::one)
                .toList();
    }

    private static Key one(String pressed) {
        return switch (pressed) {
            case "q", "Q", "\u0003", "\u0004", "\u001b" -> QUIT;
            case "s", "S" -> SORT;
            case "u", "U" -> UNWELL;
            case "k", "\u001b[A", "\u001bOA" -> UP;
            case "j", "\u001b[B", "\u001bOB" -> DOWN;
            case "\u001b[5~" -> PAGE_UP;
            case " ", "\u001b[6~" -> PAGE_DOWN;
            default -> OTHER;
        };
    }
}
