package dev.postern.domain.rewrite;

/** Takes what is wrong with a piece of configuration while it is compiled. */
@FunctionalInterface
public interface Faults {
    /**
     * @param path the key it is about, like {@code routes.users.rewrite.path}
     * @param message what was found and what was expected
     */
    void add(String path, String message);
}
