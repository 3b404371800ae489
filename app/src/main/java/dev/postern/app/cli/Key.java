package dev.postern.app.cli;

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

    /** @param pressed as a terminal sends it: a letter, or an escape sequence */
    static Key of(String pressed) {
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
