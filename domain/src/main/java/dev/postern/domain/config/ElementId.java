package dev.postern.domain.config;

/**
 * Names one element: {@code routes.users}, or a single-valued section such as {@code log}.
 *
 * @param name empty for single-valued sections
 */
public record ElementId(Section section, String name) {
    /** The path that problems inside this element begin with. */
    public String path() {
        return section.isNamed() ? section.key() + "." + name : section.key();
    }

    @Override
    public String toString() {
        return path();
    }
}
