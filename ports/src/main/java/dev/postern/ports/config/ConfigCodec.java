package dev.postern.ports.config;

import dev.postern.domain.config.Section;

/** Turns text into the configuration model. */
public interface ConfigCodec {
    /** Never throws for what a text holds: that is in the fragment's problems. */
    Fragment read(ConfigDocument document);

    /** What a single-valued section is when nobody writes it. */
    Record defaults(Section section);
}
