package dev.postern.ports.config;

import dev.postern.domain.config.ElementId;
import java.util.Optional;

/**
 * A text from a source.
 *
 * @param origin how problems name it: {@code conf.d/web.yaml}, {@code consul key postern/routes/users}
 * @param element what the text holds; empty for a whole document with sections
 * @param text YAML or JSON, which is YAML as well
 * @param trust whether {@code ${NAME}} in it is replaced
 */
public record ConfigDocument(String origin, Optional<ElementId> element, String text, Trust trust) {
    public enum Trust {
        /** Written on this machine: may read the proxy's environment and files. */
        LOCAL,
        /** Written by whoever may write to a store: reads nothing. */
        REMOTE
    }
}
