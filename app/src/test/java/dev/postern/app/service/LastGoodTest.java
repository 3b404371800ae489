package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ScriptedSource;
import dev.postern.domain.config.UpstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LastGoodTest {
    private static final String LISTENER = "listener web 8080";
    private static final String USERS = "upstream users 5001";

    /** Keeps in memory, at once. */
    private static final class Memory implements LastGood {
        private Optional<Saved> saved = Optional.empty();
        private Optional<String> trouble = Optional.empty();
        private Runnable changed = () -> {};

        @Override
        public Optional<Saved> read() {
            return saved;
        }

        @Override
        public void save(Supplier<Saved> state, Runnable changed) {
            saved = Optional.of(state.get());
            this.changed = changed;
        }

        @Override
        public Optional<String> trouble() {
            return trouble;
        }
    }

    private final Memory memory = new Memory();

    /** A run of the proxy with sources of its own. */
    private final class Run {
        final ServiceFixture fixture = new ServiceFixture();
        final ScriptedSource store = ScriptedSource.store("consul");
        final ScriptedSource file = ScriptedSource.file("postern.yaml");
        final ConfigService service;
        final CompletableFuture<StartResult> started;

        Run(StartPatience patience) {
            service = new ConfigService(
                    fixture.control,
                    List.of(store, file),
                    fixture.adapters,
                    fixture.transport,
                    snapshot -> {},
                    memory,
                    patience);
            started = service.start();
            fixture.control.run();
        }
    }

    private Run served() {
        Run run = new Run(StartPatience.FAIL);
        run.file.says(LISTENER);
        run.store.holds(USERS, "route users -> users", "route more -> users");
        run.fixture.settle();
        assertTrue(run.started.isDone());
        return run;
    }

    @Test
    void servesWhatWasSavedWhileAStoreIsAway() {
        served();
        Run second = new Run(StartPatience.FAIL);
        second.file.says(LISTENER);
        second.store.isUnavailable("connection refused");
        second.fixture.settle();

        assertInstanceOf(StartResult.Serving.class, second.started.join());
        assertEquals(Set.of("users", "more"), second.fixture.routes());
        assertTrue(second.service.status().isStale());
        String problem = second.service.problems().getFirst().toString();
        assertTrue(problem.startsWith("consul: warning: can't be read, what was saved at "), problem);

        second.store.holds(USERS, "route users -> users", "route more -> users");
        second.fixture.settle();
        assertFalse(second.service.status().isStale());
        assertEquals(1, second.fixture.transport.applied().size(), "it says what was saved");
        assertEquals(List.of(), second.service.problems());

        second.store.holds(USERS, "route users -> users");
        second.fixture.settle();
        assertEquals(Set.of("users"), second.fixture.routes());
    }

    @Test
    void whatWasSavedProvesNothingWhenTheStoreHasToProveItself() {
        served();
        Run second = new Run(StartPatience.FAIL);
        second.store.isStale(Duration.ZERO, Duration.ofNanos(1));
        second.file.says(LISTENER);
        second.store.isUnavailable("connection refused");
        second.fixture.settle();
        assertFalse(second.service.readiness().isReady());

        second.store.holds(USERS);
        second.fixture.settle();
        assertTrue(second.service.readiness().isReady());
    }

    @Test
    void guardsWhatWasSavedAgainstAnEmptyStore() {
        served();
        Run second = new Run(StartPatience.FAIL);
        second.file.says(LISTENER);
        second.store.isUnavailable("connection refused");
        second.fixture.settle();
        second.store.holds();
        second.fixture.settle();
        assertEquals(Set.of("users", "more"), second.fixture.routes());
    }

    @Test
    void doesNotUseWhatWasSavedOfAFile() {
        served();
        Run second = new Run(StartPatience.FAIL);
        second.file.isUnavailable("no such file");
        second.store.holds(USERS);
        second.fixture.settle();

        StartResult.Impossible impossible = assertInstanceOf(StartResult.Impossible.class, second.started.join());
        assertEquals(List.of("postern.yaml: no such file"), impossible.reasons());
    }

    @Test
    void canNotStartWhenNothingWasSaved() {
        Run run = new Run(StartPatience.FAIL);
        run.file.says(LISTENER);
        run.store.isUnavailable("connection refused");
        run.fixture.settle();
        StartResult.Impossible impossible = assertInstanceOf(StartResult.Impossible.class, run.started.join());
        assertEquals(List.of("consul: connection refused"), impossible.reasons());
    }

    @Test
    void waitsForASourceWhenToldTo() {
        Run run = new Run(StartPatience.WAIT);
        run.file.says(LISTENER);
        run.store.isUnavailable("connection refused");
        run.fixture.control.advance(ConfigService.SOURCES_WAIT.multipliedBy(3));
        assertFalse(run.started.isDone());

        run.store.holds(USERS, "route users -> users");
        run.fixture.settle();
        assertInstanceOf(StartResult.Serving.class, run.started.join());
    }

    @Test
    void savesTheTextThatAnElementInForceCameFrom() {
        Run run = served();
        run.store.holds(USERS, "bad routes.users wrong", "route more -> users");
        run.fixture.settle();
        run.store.holds(USERS, "bad routes.users wrong", "route more -> users", "route third -> users");
        run.fixture.settle();
        assertEquals(Set.of("users", "more", "third"), run.fixture.routes());

        Run second = new Run(StartPatience.FAIL);
        second.file.says(LISTENER);
        second.store.isUnavailable("away");
        second.fixture.settle();
        assertEquals(Set.of("users", "more", "third"), second.fixture.routes());
    }

    @Test
    void startsWithTheEndpointsThatWereFoundEarlier() {
        Run run = new Run(StartPatience.FAIL);
        run.file.says(LISTENER, "upstream found discover registry f");
        run.store.holds(USERS);
        run.fixture.settle();
        run.fixture.registry.finds("f", 7001);
        run.fixture.settle();

        Run second = new Run(StartPatience.FAIL);
        second.file.says(LISTENER, "upstream found discover registry f");
        second.store.holds(USERS);
        second.fixture.settle();
        second.fixture.registry.isUnavailable("f", "no leader");
        second.fixture.settle();

        UpstreamConfig found = Objects.requireNonNull(
                second.fixture.transport.inForce().config().upstreams().get("found"));
        assertEquals(1, found.endpoints().size());
        assertTrue(second.service.problems().getFirst().message().contains("endpoints are those that were saved"));
    }

    @Test
    void showsThatItCanNotBeSaved() {
        Run run = served();
        memory.trouble = Optional.of("state folder /x: no permission");
        memory.changed.run();
        run.fixture.settle();
        assertEquals(
                List.of("state: warning: state folder /x: no permission"),
                ServiceFixture.texts(run.service.problems()));
    }
}
