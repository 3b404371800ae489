package dev.postern.app.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.postern.app.service.Adapters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Puts the adapters together: the built-in ones, and those of every jar on the class path that offers a module in
 * {@code META-INF/services/com.google.inject.Module}.
 */
public final class Wiring {
    /** Names where the proxy stands, as endpoints name it in their {@code zone}. */
    private static final String ZONE = "POSTERN_ZONE";

    private Wiring() {}

    public static Adapters assemble() {
        Map<String, String> environment = System.getenv();
        return assemble(List.of(
                new DomainModule(StickyKey.of(environment)),
                new NioModule(
                        Optional.of(environment.getOrDefault(ZONE, "").strip()).filter(zone -> !zone.isEmpty())),
                new FileModule(),
                new ConsulModule(),
                new EtcdModule()));
    }

    static Adapters assemble(List<Module> builtIn) {
        List<Module> modules = new ArrayList<>(builtIn);
        modules.add(new CoreModule());
        ServiceLoader.load(Module.class).forEach(modules::add);
        try {
            return Guice.createInjector(Stage.PRODUCTION, modules).getInstance(Adapters.class);
        } catch (CreationException e) {
            // why: Guice's own text begins with a headline; what is wrong comes paragraphs later.
            String first = e.getErrorMessages().iterator().next().getMessage();
            throw new IllegalStateException("the adapters do not fit together: " + first, e);
        }
    }
}
