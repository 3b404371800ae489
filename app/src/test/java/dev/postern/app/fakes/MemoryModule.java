package dev.postern.app.fakes;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import dev.postern.ports.config.ConfigSourceFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a jar of somebody else's may bring: sources of the scheme {@code memory}, whose texts are kept in this class. */
public final class MemoryModule extends AbstractModule {
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    public static void put(String name, String... lines) {
        TEXTS.put(name, String.join("\n", lines));
    }

    @Override
    protected void configure() {
        MapBinder.newMapBinder(binder(), String.class, ConfigSourceFactory.class)
                .addBinding("memory")
                .toInstance(uri -> ImmediateSource.text(
                        uri.text(), TEXTS.getOrDefault(uri.hosts().getFirst(), "")));
    }
}
