package dev.postern.app.service;

import dev.postern.domain.config.Spellings;
import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigTarget;
import dev.postern.ports.config.ConfigTargetFactory;
import dev.postern.ports.config.SourceUri;
import dev.postern.ports.discovery.ServiceRegistrar;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What commands can write to: targets of configuration by their URI scheme, registries by the key of their discovery. Each
 * is made when it is first used.
 */
public record Outlets(
        Map<String, Supplier<ConfigTargetFactory>> targets, Map<String, Supplier<ServiceRegistrar>> registrars) {
    public static final Outlets NONE = new Outlets(Map.of(), Map.of());

    /** The message of the exception names the known schemes where the written one is not among them. */
    public ConfigTarget target(String text) throws BadSourceException {
        SourceUri uri = SourceUri.parse(text);
        Supplier<ConfigTargetFactory> factory = targets.get(uri.scheme());
        if (factory == null) {
            String hint = Spellings.nearest(uri.scheme(), targets.keySet())
                    .map(scheme -> "; did you mean " + scheme + "://?")
                    .orElse("");
            throw new BadSourceException(uri.text() + ": nothing can be published there; known: "
                    + String.join(
                            ", ",
                            targets.keySet().stream()
                                    .sorted()
                                    .map(scheme -> scheme + "://")
                                    .toList())
                    + hint);
        }
        return factory.get().open(uri);
    }

    public Optional<ServiceRegistrar> registrar(String key) {
        return Optional.ofNullable(registrars.get(key)).map(Supplier::get);
    }
}
