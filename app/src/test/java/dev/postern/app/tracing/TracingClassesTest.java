package dev.postern.app.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.ProxyRuntime;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.StartResult;
import dev.postern.app.wiring.Wiring;
import dev.postern.ports.teststores.LoadedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry costs those nothing who do not use it. */
class TracingClassesTest {
    private static final String CONFIG = """
            listeners: { web: { address: "127.0.0.1:0" } }
            routes: { hi: { respond: hi } }
            """;

    @TempDir
    private Path folder;

    /** Starts a proxy from a file and stops it. */
    static final class StartsAndStops {
        private StartsAndStops() {}

        public static void main(String... arguments) throws Exception {
            Adapters adapters = Wiring.assemble();
            try (ProxyRuntime proxy =
                    new ProxyRuntime(adapters, List.of(adapters.sources().open(arguments[0])))) {
                if (!(proxy.start().get(30, TimeUnit.SECONDS) instanceof StartResult.Serving)) {
                    throw new IllegalStateException("did not start");
                }
            }
        }
    }

    private List<String> loaded(String config) throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), config);
        return LoadedClasses.of(StartsAndStops.class, file.toString()).stream()
                .filter(name -> name.startsWith("io.opentelemetry."))
                .toList();
    }

    @Test
    void itIsLoadedOnlyWhereTracesAreWanted() throws Exception {
        assertEquals(List.of(), loaded(CONFIG));
        assertTrue(loaded(CONFIG + "tracing: { to: \"http://127.0.0.1:1/v1/traces\" }\n")
                        .size()
                > 10);
    }
}
