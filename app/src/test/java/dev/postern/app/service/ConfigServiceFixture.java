package dev.postern.app.service;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ScriptedSource;
import dev.postern.domain.config.LogConfig;
import dev.postern.ports.config.ConfigSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A service whose start is watched, over sources that say what a test says. */
abstract class ConfigServiceFixture extends ServiceFixture {
    static final String LISTENER = "listener web 8080";
    static final String USERS = "upstream users 5001";

    final List<LogConfig.Level> levels = new ArrayList<>();
    CompletableFuture<StartResult> started = new CompletableFuture<>();
    final ScriptedSource file = ScriptedSource.file("postern.yaml");
    final ScriptedSource other = ScriptedSource.file("other.yaml");
    final ScriptedSource store = ScriptedSource.store("consul");

    ConfigService service(ConfigSource... sources) {
        return new ConfigService(
                control,
                List.of(sources),
                adapters,
                transport,
                snapshot -> levels.add(snapshot.config().log().level()));
    }

    void start(ConfigService service) {
        started = service.start();
        control.run();
    }

    static List<String> texts(ConfigService service) {
        return texts(service.problems());
    }

    StartResult result() {
        assertTrue(started.isDone(), "the start has an answer");
        return started.join();
    }

    List<Integer> ports(String upstream) {
        return requireNonNull(transport.inForce().config().upstreams().get(upstream)).endpoints().stream()
                .map(endpoint -> endpoint.address().port())
                .toList();
    }

    String upstreamOf(String route) {
        return requireNonNull(transport.inForce().config().routes().get(route))
                .upstream()
                .orElse("");
    }

    int portOf(String listener) {
        return requireNonNull(transport.inForce().config().listeners().get(listener))
                .address()
                .port();
    }
}
