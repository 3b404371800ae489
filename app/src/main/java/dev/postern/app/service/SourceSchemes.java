package dev.postern.app.service;

import dev.postern.domain.config.Spellings;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.SourceUri;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The kinds of sources by their URI scheme. A factory is made when its scheme is first used. */
public final class SourceSchemes {
    private final Map<String, Supplier<ConfigSourceFactory>> byScheme;

    public SourceSchemes(Map<String, Supplier<ConfigSourceFactory>> byScheme) {
        this.byScheme = new TreeMap<>(byScheme);
    }

    /** The message of the exception names the known schemes where the written one is not among them. */
    public ConfigSource open(String config) throws BadSourceException {
        SourceUri uri = SourceUri.parse(config);
        Supplier<ConfigSourceFactory> factory = byScheme.get(uri.scheme());
        if (factory == null) {
            throw new BadSourceException(unknown(uri));
        }
        return factory.get().open(uri);
    }

    private String unknown(SourceUri uri) {
        String hint = Spellings.nearest(uri.scheme(), byScheme.keySet())
                .map(scheme -> "; did you mean " + scheme + "://?")
                .orElse("");
        return uri.text() + ": there is no kind of source called " + uri.scheme() + "; known: "
                + String.join(", ", byScheme.keySet()) + hint;
    }
}
