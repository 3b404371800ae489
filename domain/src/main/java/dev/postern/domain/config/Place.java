package dev.postern.domain.config;

/**
 * Where something was written: a line and column, both from 1, of a named text. Line 0 means the text as a whole.
 *
 * @param origin a file's path as the operator gave it, or {@code consul key postern/routes/users}
 */
public record Place(String origin, int line, int column) {
    public static Place whole(String origin) {
        return new Place(origin, 0, 0);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return origin;
        }
        // why: a store's key is prose and a colon after it would read as part of the key.
        return origin.contains(" ") ? origin + ", line " + line : origin + ":" + line + ":" + column;
    }
}
