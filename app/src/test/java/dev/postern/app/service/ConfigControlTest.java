package dev.postern.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.ScriptedSource;
import dev.postern.domain.snapshot.ElementChange;
import dev.postern.ports.config.ConfigDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigControlTest {
    private static final String LISTENER = "listener web 8080";
    private static final String USERS = "upstream users 5001";

    private final ServiceFixture fixture = new ServiceFixture();
    private final ScriptedSource file = ScriptedSource.file("postern.yaml");
    private final ConfigService service = fixture.started(file);

    private void serve(String... lines) {
        file.says(lines);
        fixture.settle();
    }

    private static List<ConfigDocument> candidate(String... lines) {
        return List.of(ConfigControl.candidate(String.join("\n", lines)));
    }

    @Test
    void isReadyFromTheFirstConfigurationToTheLeave() {
        assertEquals("no configuration is in force yet", service.readiness().reason());
        serve(LISTENER);
        assertTrue(service.readiness().isReady());
        service.leave();
        assertEquals(new Readiness(false, "stopping"), service.readiness());
    }

    @Test
    void tellsItsHistoryElementByElement() {
        serve(LISTENER, USERS, "route users -> users");
        serve(LISTENER, "upstream users 5002", "route more -> users");

        List<HistoryEntry> history = service.history();
        assertEquals(
                List.of(2L, 1L), history.stream().map(HistoryEntry::version).toList());
        assertEquals("postern.yaml", history.getFirst().cause());
        assertEquals(
                List.of("CHANGED upstreams.users", "REMOVED routes.users", "ADDED routes.more"),
                history.getFirst().difference().changes().stream()
                        .map(change -> change.kind() + " " + change.id())
                        .toList());
        ElementChange upstream = history.getFirst().difference().changes().getFirst();
        assertEquals(
                "[endpoints[0].address: 127.0.0.1:5001 -> 127.0.0.1:5002]",
                upstream.keys().toString());
        assertEquals(3, history.getLast().difference().added());
    }

    @Test
    void keepsOnlySoMuchHistory() {
        for (int i = 0; i < History.MOST + 10; i++) {
            serve(LISTENER, "upstream users " + (5000 + i));
        }
        assertEquals(History.MOST, service.history().size());
        assertEquals(History.MOST + 10, service.history().getFirst().version());
        assertInstanceOf(ChangeOutcome.Refused.class, fixture.answer(service.rollback(5)));
    }

    @Test
    void answersWhoOrdersAChangeWhenAllElseIsTold() {
        serve(LISTENER, USERS, "route old -> users");
        serve(LISTENER, USERS, "route new -> users");
        List<String> seen = new ArrayList<>();
        var _ = service.rollback(1)
                .thenRun(() -> seen.add(
                        service.status().override() + " " + service.problems().size()));
        fixture.control.run();
        assertEquals(List.of("Optional[rollback to 1] 1"), seen);
    }

    @Test
    void rollsBackUntilTheSourceChanges() {
        serve(LISTENER, USERS, "route old -> users");
        serve(LISTENER, USERS, "route new -> users");

        ChangeOutcome.Applied applied =
                assertInstanceOf(ChangeOutcome.Applied.class, fixture.answer(service.rollback(1)));

        assertEquals(3, applied.version());
        assertEquals(Set.of("old"), fixture.routes());
        assertEquals("rollback to 1", service.history().getFirst().cause());
        assertEquals(
                List.of("sources: warning: are set aside by rollback to 1; "
                        + "they rule again when one of them changes, or on reload"),
                ServiceFixture.texts(service.problems()));

        serve(LISTENER, USERS, "route new -> users");
        assertEquals(Set.of("old"), fixture.routes(), "the source says what it said before");

        serve(LISTENER, USERS, "route newer -> users");
        assertEquals(Set.of("newer"), fixture.routes());
        assertEquals(List.of(), service.problems());
    }

    @Test
    void reloadEndsARollback() {
        serve(LISTENER, USERS, "route old -> users");
        serve(LISTENER, USERS, "route new -> users");
        fixture.answer(service.rollback(1));

        service.reload();
        fixture.settle();

        assertEquals(Set.of("new"), fixture.routes());
        assertEquals("reload", service.history().getFirst().cause());
    }

    @Test
    void rollsBackToWhatIsInForceByDoingNothing() {
        serve(LISTENER, USERS);
        assertEquals(new ChangeOutcome.Unchanged(1), fixture.answer(service.rollback(1)));
        assertEquals(List.of(), service.problems());
    }

    @Test
    void refusesToRollBackToAListenerWhosePortIsTaken() {
        serve(LISTENER, "listener other 9000");
        serve(LISTENER);
        fixture.transport.taken().add(9000);

        ChangeOutcome.Refused refused =
                assertInstanceOf(ChangeOutcome.Refused.class, fixture.answer(service.rollback(1)));

        assertEquals("a listener can't be bound", refused.reason());
        assertEquals(2, fixture.transport.inForce().version());
        assertEquals(List.of(), service.problems(), "the sources' configuration is as good as before");
    }

    @Test
    void checksACandidateWithoutApplyingIt() {
        serve(LISTENER, USERS, "route users -> users");

        CheckResult good = fixture.answer(service.check(candidate(LISTENER, USERS, "warn routes.users odd")));
        assertTrue(good.isValid());
        assertEquals(1, good.difference().orElseThrow().removed());
        assertEquals(
                List.of("request body, line 3: warning: routes.users: odd"), ServiceFixture.texts(good.problems()));

        CheckResult bad = fixture.answer(service.check(candidate(LISTENER, "route users -> nowhere")));
        assertFalse(bad.isValid());
        assertEquals(
                List.of("request body, line 2: routes.users.upstream: no upstream nowhere"),
                ServiceFixture.texts(bad.problems()));
        assertEquals(1, fixture.transport.applied().size());
    }

    @Test
    void appliesACandidateInPlaceOfTheSources() {
        serve(LISTENER, USERS, "route users -> users");

        ChangeOutcome outcome = fixture.answer(service.apply(candidate(LISTENER, USERS, "route more -> users")));

        assertInstanceOf(ChangeOutcome.Applied.class, outcome);
        assertEquals(Set.of("more"), fixture.routes());
        assertEquals("apply", service.status().override().orElseThrow());

        ChangeOutcome.Refused refused = assertInstanceOf(
                ChangeOutcome.Refused.class, fixture.answer(service.apply(candidate(LISTENER, "garbage"))));
        assertEquals(1, refused.problems().size());
        assertEquals(Set.of("more"), fixture.routes());
    }

    @Test
    void countsWhatWasAppliedAndWhatWasRejected() {
        serve(LISTENER);
        serve(LISTENER, "garbage");
        serve(LISTENER, "garbage");
        assertEquals(1, service.status().counts().applied());
        assertEquals(1, service.status().counts().rejected());
        assertEquals("postern.yaml", service.status().cause());
    }

    @Test
    void showsWhatIsInForceWithItsOriginAndDefaults() {
        serve(LISTENER, USERS);
        List<EffectiveElement> shown = service.effective();
        assertEquals("postern.yaml:2:1", shown.get(1).origin());
        assertEquals("round-robin", shown.get(1).value().get("balance"));
        assertEquals("30s", shown.get(1).value().get("responseTimeout"));
        assertTrue(shown.stream()
                .anyMatch(element -> element.origin().equals("default")
                        && element.id().path().equals("shutdown")));
    }
}
