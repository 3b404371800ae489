package dev.postern.planted.domain;

import dev.postern.planted.ports.PortKnowsALibrary;
import org.jspecify.annotations.Nullable;

public final class DomainKnowsPorts {
    public @Nullable PortKnowsALibrary port;
}
